"""Any bytes whatever become clean pictures or a sentence for the holder."""

import io
import struct
import subprocess
import sys
import time
import zipfile
import zlib

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, PngImagePlugin

from certdesk.adapters.pictures import archives, hygiene, pdf
from certdesk.adapters.pictures.hygiene import clean_pictures
from certdesk.adapters.specimens import emblem_side, example_person
from certdesk.ports.reader import Unreadable


def opened(content):
    return list(clean_pictures(content))


def zipped(members, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def png_of(width, height):
    """Build a PNG whose header claims a size that its few bytes do not have."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "HEIF"])
def test_the_accepted_formats_open_as_plain_rgb(photo, encoded, kind):
    (image,) = opened(encoded(photo, kind))
    assert (image.mode, image.size, image.info) == ("RGB", (640, 400), {})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"GIF89a....", "GIF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "网页或矢量图"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "网页或矢量图"),
        (b"MZ\x90\x00", "程序文件"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word"),
        (b"PK\x05\x06" + b"\0" * 18, "没有文件"),
        ("你好".encode(), "无法识别"),
    ],
)
def test_other_kinds_are_refused_by_their_bytes(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        opened(content)


@pytest.mark.parametrize("size", [(30_000, 30_000), (20_000, 8_500), (9_000, 8_900)])
def test_the_header_decides_on_size_before_anything_is_decoded(size):
    with pytest.raises(Unreadable, match="尺寸过大"):
        opened(png_of(*size))


def test_a_thumbnail_is_asked_for_again(encoded):
    with pytest.raises(Unreadable, match="图片太小"):
        opened(encoded(Image.new("RGB", (120, 90))))


def test_a_large_photo_is_scaled_to_what_the_engine_needs(encoded):
    (image,) = opened(encoded(Image.new("RGB", (6000, 4000), "white")))
    assert image.width * image.height <= 12_100_000
    assert image.width / image.height == pytest.approx(1.5, abs=0.01)


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (0, 0)), (3, (639, 399)), (6, (399, 0)), (8, (0, 639)), (2, (639, 0)), (4, (0, 399))],
)
def test_the_camera_orientation_is_applied_once_and_forgotten(encoded, orientation, corner):
    image = Image.new("RGB", (640, 400), "white")
    image.paste((255, 0, 0), (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = orientation
    (clean,) = opened(encoded(image, "JPEG", exif=exif, quality=95))
    inside = (min(max(corner[0], 10), clean.width - 10), min(max(corner[1], 10), clean.height - 10))
    red, green, _ = clean.getpixel(inside)
    assert red > 200
    assert green < 80
    assert len(clean.getexif()) == 0


def test_place_and_maker_do_not_survive(photo, encoded):
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    exif.get_ifd(0x8825)[2] = (41.0, 48.0, 0.0)
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "a secret")
    for content in (encoded(photo, "JPEG", exif=exif), encoded(photo, "PNG", pnginfo=text)):
        (clean,) = opened(content)
        assert clean.info == {}
        assert b"secret" not in encoded(clean, "PNG")
        assert b"maker" not in encoded(clean, "PNG")


def test_what_is_hung_on_behind_a_picture_is_dropped(photo, encoded):
    for tail in (zipped([("evil.jpg", b"x")]), b"<script>alert(1)</script>"):
        (clean,) = opened(encoded(photo) + tail)
        assert clean.size == (640, 400)


def test_transparency_becomes_white_paper(encoded):
    layer = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    (clean,) = opened(encoded(layer, "PNG"))
    assert clean.getpixel((200, 150)) == (255, 255, 255)


def test_deep_greys_keep_their_steps(encoded):
    ramp = Image.new("I;16", (512, 300))
    ramp.putdata([column * 100 for _ in range(300) for column in range(512)])
    (clean,) = opened(encoded(ramp, "PNG"))
    assert clean.getpixel((0, 0)) == (0, 0, 0)
    assert clean.getpixel((511, 0)) == (255, 255, 255)
    assert clean.getpixel((255, 0))[0] == pytest.approx(127, abs=2)


def test_four_colours_of_a_press_become_three(photo, encoded):
    (clean,) = opened(encoded(photo.convert("CMYK")))
    assert clean.mode == "RGB"
    assert clean.getpixel((500, 300))[0] > 200


def test_half_a_picture_is_asked_for_again(photo, encoded):
    content = encoded(photo.effect_spread(60))
    with pytest.raises(Unreadable, match="没有传完"):
        opened(content[: len(content) // 2])


def test_a_zip_gives_its_pictures_and_says_which_it_left(photo, encoded):
    first, second, third = opened(
        zipped(
            [
                ("../../etc/passwd", encoded(photo)),
                ("__MACOSX/._a.jpg", b"x"),
                ("b.txt", b"hello"),
                ("c", encoded(photo, "PNG")),
            ]
        )
    )
    assert first.size == (640, 400)
    assert isinstance(second, Unreadable)
    assert third.size == (640, 400)


def test_a_zip_in_a_zip_stays_shut(photo, encoded):
    inner = zipped([("a.jpg", encoded(photo))])
    refused, image = opened(zipped([("inner.zip", inner), ("ok.jpg", encoded(photo))]))
    assert "压缩包里还有压缩包" in str(refused)
    assert image.size == (640, 400)


def test_a_word_document_gives_its_pictures_in_their_order(encoded):
    pages = {f"word/media/image{index}.png": Image.new("RGB", (400 + index, 300)) for index in (10, 2, 1)}
    content = zipped(
        [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]
        + [(name, encoded(image, "PNG")) for name, image in pages.items()]
    )
    assert [image.width for image in opened(content)] == [401, 402, 410]


def test_a_document_without_pictures_is_told_so():
    with pytest.raises(Unreadable, match="没有找到照片"):
        opened(zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]))


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([("bomb", b"\0" * 45_000_000)], "过大"),
        ([("bomb", b"\0" * 5_000_000)], "过大"),
        ([(f"{index}.jpg", b"x") for index in range(61)], "超过 60 个"),
    ],
    ids=["too large", "too dense", "too many"],
)
def test_archives_beyond_the_budget_are_refused(members, sentence):
    with pytest.raises(Unreadable, match=sentence):
        opened(zipped(members))


def test_an_archive_that_lies_about_a_size_is_refused(photo, encoded):
    picture = encoded(photo)
    content = bytearray(zipped([("a.jpg", picture)]))
    for at in (22, content.rindex(b"PK\x01\x02") + 24):  # both places where a zip notes the size
        content[at : at + 4] = struct.pack("<I", len(picture) // 2)
    with pytest.raises(Unreadable, match="不符"):
        opened(bytes(content))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_broken_member_of_any_compression_is_a_damaged_archive(photo, encoded, method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a.jpg", encoded(photo))
    content = bytearray(buffer.getvalue())
    content[60:90] = bytes(30)
    with pytest.raises(Unreadable, match="压缩包已损坏"):
        opened(bytes(content))


def test_a_member_without_a_name_is_a_damaged_archive(photo, encoded):
    content = bytearray(zipped([("a", encoded(photo))]))
    entry = content.index(b"PK\x01\x02")
    content[entry + 28 : entry + 32] = b"\0\0\1\0"  # the letter of the name becomes one byte of something else
    with pytest.raises(Unreadable, match="压缩包已损坏"):
        opened(bytes(content))


def test_a_locked_archive_is_named(photo, encoded):
    content = bytearray(zipped([("a.jpg", encoded(photo))]))
    for at in (6, content.rindex(b"PK\x01\x02") + 8):
        content[at] |= 1
    with pytest.raises(Unreadable, match="有密码"):
        opened(bytes(content))


def test_the_pages_of_a_pdf_are_drawn_up_to_the_tenth():
    document = pypdfium2.PdfDocument.new()
    for _ in range(12):
        document.new_page(595, 842)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    pages = opened(buffer.getvalue())
    assert len(pages) == 10
    assert pages[0].size[1] == pytest.approx(2600, abs=2)


def test_the_pages_of_a_fax_are_read_up_to_the_tenth(encoded):
    pages = [Image.new("L", (400, 300 + index)) for index in range(12)]
    opened_pages = opened(encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert [image.height for image in opened_pages] == list(range(300, 310))


def test_a_broken_pdf_is_asked_for_again():
    with pytest.raises(Unreadable, match="PDF 文件已损坏"):
        opened(b"%PDF-1.7\n1 0 obj\n<<")


def pdf_of(*objects):
    """Build a PDF of one page from the objects that stand behind its catalogue and its list of pages."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    frame = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, each) for number, each in enumerate([*frame, *objects], 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def stream(content, head=b""):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(content), content)


def forms_in_forms(depth=9, often=10):
    """Build a page of a kilobyte that draws ten forms, each of which draws ten: a thousand million in all."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 600]"
    inner = [stream(b"/X Do " * often, form + b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + at)) for at in range(depth)]
    return pdf_of(stream(b"/X Do "), *inner, stream(b"0 0 600 600 re f", form))


def test_a_pdf_that_would_be_drawn_for_ever_is_ended(monkeypatch, photo, encoded):
    monkeypatch.setattr(archives, "MAX_SECONDS", 1)
    with pytest.raises(Unreadable, match="PDF 过于复杂"):
        opened(forms_in_forms())
    refused, picture = opened(zipped([("a.pdf", forms_in_forms()), ("b.jpg", encoded(photo))]))
    assert "PDF 过于复杂" in str(refused)
    assert picture.size == photo.size


def test_the_time_for_drawing_is_one_for_all_files_of_an_archive(monkeypatch):
    monkeypatch.setattr(archives, "MAX_SECONDS", 1)
    started = time.monotonic()
    members = opened(zipped([(f"{number}.pdf", forms_in_forms()) for number in range(20)]))
    assert len(members) == 20
    assert time.monotonic() - started < 20 * 1


def test_a_pdf_that_takes_all_memory_takes_its_own_process_only():
    spaces = zlib.compress(b" " * 600_000_000, 9)
    content = pdf_of(stream(spaces, b"/Filter/FlateDecode"), stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]"))
    with pytest.raises(Unreadable, match="PDF 过于复杂"):
        opened(content)


def test_what_draws_a_pdf_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("CERTDESK_SIGNING_PASSPHRASE", "secret")
    tell = "import os, sys; sys.stdin.read(); names = ','.join(os.environ).encode(); "
    frame = (
        "sys.stdout.buffer.write(b'\\0\\0\\0\\0' + (b'\\xff\\xff\\xff\\xfe' if b'CERTDESK' in names else b'\\xff' * 4))"
    )
    monkeypatch.setattr(pdf, "_COMMAND", (sys.executable, "-c", tell + frame))
    with pytest.raises(Unreadable, match="PDF 文件已损坏"):
        opened(b"%PDF-1.4")


def test_a_pdf_without_pages_is_told_so(monkeypatch):
    nothing = "import sys; sys.stdin.read(); sys.stdout.buffer.write(bytes(8))"
    monkeypatch.setattr(pdf, "_COMMAND", (sys.executable, "-c", nothing))
    with pytest.raises(Unreadable, match="没有页面"):
        opened(b"%PDF-1.4")


def test_a_jpeg_that_goes_over_its_picture_a_thousand_times_is_refused(encoded):
    content = encoded(Image.new("L", (640, 480), 128), progressive=True)
    first = content.index(b"\xff\xda", content.index(b"\xff\xda") + 2)
    scan = content[first : content.index(b"\xff", first + 12)]
    assert opened(content)
    assert opened(content + b"\xff\xda" * 200)  # a film behind the photo, as some telephones hang on
    with pytest.raises(Unreadable, match="已损坏"):
        opened(content[:first] + scan * 1000 + content[first:])


@pytest.mark.parametrize("mode", ["RGBA", "LA", "I;16"])
def test_a_large_picture_is_made_plain_without_a_second_copy_of_it(mode, tmp_path):
    image = Image.new(mode, (7000, 7000))
    image.putpixel((0, 0), 60000 if mode == "I;16" else tuple([200] * len(image.getbands())))
    image.save(tmp_path / "large.png", compress_level=1)
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (900_000_000,) * 2); "
        "from certdesk.adapters.pictures.hygiene import clean_pictures; "
        "(one,) = clean_pictures(open(sys.argv[1], 'rb').read()); print(one.size)"
    )
    command = [sys.executable, "-c", program, tmp_path / "large.png"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "(3464, 3464)", done.stderr


def test_stripes_show(monkeypatch, encoded):
    """A large picture made plain in stripes looks as it would have in one piece."""
    ramp = Image.linear_gradient("L").resize((1200, 1000))
    content = encoded(Image.merge("RGBA", (ramp, ramp, ramp, ramp.rotate(180))), "PNG")
    (whole,) = opened(content)
    monkeypatch.setattr(hygiene, "WORKING_PIXELS", 100_000)
    (striped,) = opened(content)
    small = whole.resize(striped.size, Image.Resampling.LANCZOS)
    assert max(high for _, high in ImageChops.difference(small, striped).getextrema()) <= 3


def test_a_file_beyond_sixty_megabytes_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(hygiene, "MAX_BYTES", 10)
    with pytest.raises(Unreadable, match="60 MB"):
        opened(b"\xff\xd8\xff" + b"0" * 20)


SEEDS = [
    emblem_side(example_person(1)),
    zipped([("a.jpg", emblem_side(example_person(2)))]),
    (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    ),
    png_of(400, 400),
]
HEADS = [
    b"",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"II*\x00",
    b"BM",
    b"PK\x03\x04",
    b"%PDF-",
    b"RIFF0000WEBP",
    b"0000ftypheic",
]


def digest(content):
    """Open everything; only a sentence may come out."""
    try:
        for member in clean_pictures(content):
            assert isinstance(member, Unreadable) or member.mode == "RGB"
    except Unreadable as refused:
        assert str(refused).endswith("。")  # noqa: PT017  (the sentence is what is tested)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_no_bytes_crash_it(head, tail):
    digest(head + tail)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SEEDS), st.data())
def test_no_damage_to_a_real_file_crashes_it(seed, data):
    content = bytearray(seed[: data.draw(st.integers(1, len(seed)))])
    for _ in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    digest(bytes(content))
