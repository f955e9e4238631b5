"""Opens whatever was handed in and yields clean pictures: upright by EXIF, RGB, no metadata, within limits.

Which pages are taken: of a PDF or TIFF the first ten pages; of an animated picture the first frame; of a zip its
pictures, PDF and docx files in the order of the archive; of a docx its embedded pictures in numerical order.
Every picture is built anew from its pixels, so nothing hidden in a file survives.
"""

import io
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

import pillow_heif
from PIL import Image

from certdesk.adapters.pictures.archives import Budget, is_office_document, members, office_media
from certdesk.adapters.pictures.flatten import flattened
from certdesk.adapters.pictures.pdf import pdf_pages
from certdesk.adapters.pictures.scans import too_many_scans
from certdesk.adapters.pictures.signatures import FileKind, sniff
from certdesk.ports.reader import Unreadable

MAX_BYTES: Final = 60_000_000
MAX_PIXELS: Final = 80_000_000  # asked of the header, before anything is decoded
MAX_PIXELS_AT_ONCE: Final = 50_000_000  # of all but JPEG, which alone can be decoded at a smaller scale
WORKING_PIXELS: Final = 12_000_000  # larger pictures are scaled down: text stays above 40 pixels
MAX_PAGES: Final = 10
_MIN_LONG_SIDE: Final = 300
_MIN_SHORT_SIDE: Final = 60
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DAMAGED: Final = "图片已损坏或没有传完，打不开。请重新拍照或重新选择原图后再发送。"
_TOO_SMALL: Final = "图片太小，看不清文字。请发送原图，不要发送缩略图。"
_TOO_LARGE: Final = "图片的尺寸过大，本系统无法处理。请用手机重新拍一张普通照片后发送。"

pillow_heif.register_heif_opener()

_Which = TypeVar("_Which", FileKind, int)  # what to open, or which page of it

Opened = Image.Image | Unreadable
"""A clean picture, or why this one member of a container could not be opened."""


def clean_pictures(content: bytes) -> Iterator[Opened]:
    """Yield the clean pictures in ``content``, one at a time so that only one lives in memory.

    Raises:
        Unreadable: the file as a whole cannot be opened, with a sentence for the holder.

    """
    if len(content) > MAX_BYTES:
        raise Unreadable("文件超过 60 MB，本系统无法处理。请压缩照片或分几次发送。")
    found = False
    try:
        for opened in _open(content, Budget(), depth=0):
            found = True
            yield opened
    except Unreadable as refused:
        if not found:
            raise
        yield refused  # what was opened before stands


def _open(content: bytes, budget: Budget, depth: int) -> Iterator[Opened]:
    kind = sniff(content)
    if kind is FileKind.ZIP:
        yield from _open_archive(content, budget, depth)
    elif kind is FileKind.PDF:
        yield from _pdf_pages(content, budget)
    elif kind is FileKind.TIFF:
        yield from _tiff_pages(content, budget)
    else:
        yield _guarded(_decode, content, kind)


def _open_archive(content: bytes, budget: Budget, depth: int) -> Iterator[Opened]:
    if is_office_document(content):
        inner = office_media(content, budget)
    elif depth == 0:
        inner = members(content, budget)
    else:
        raise Unreadable("压缩包里还有压缩包，本系统不再往里打开。请把里面的照片取出来直接发送。")
    found = False
    for member in inner:
        found = True
        try:
            yield from _open(member, budget, depth + 1)
        except Unreadable as refused:
            yield refused
    if not found:
        raise Unreadable("文件里没有找到照片。请直接发送 JPG 或 PNG 格式的照片。")


def _guarded(decode: Callable[[bytes, _Which], Image.Image], content: bytes, which: _Which) -> Image.Image:
    """Run one decoder; whatever it raises on a damaged file becomes a sentence."""
    try:
        return decode(content, which)
    except Unreadable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(_TOO_LARGE) from error
    except Exception as error:  # decoders of damaged files raise whatever they like
        raise Unreadable(_DAMAGED) from error


def _decode(content: bytes, kind: FileKind) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=(kind.value,)) as image:
        _check_size(image.size, MAX_PIXELS if kind is FileKind.JPEG else MAX_PIXELS_AT_ONCE)
        if kind is FileKind.JPEG:
            if too_many_scans(content):
                raise Unreadable(_DAMAGED)
            image.draft(None, _working_size(image.size))
        return _cleaned(image)


def _check_size(size: tuple[int, int], most: int = MAX_PIXELS_AT_ONCE) -> None:
    width, height = size
    if width * height > most:
        raise Unreadable(_TOO_LARGE)
    if max(size) < _MIN_LONG_SIDE or min(size) < _MIN_SHORT_SIDE:
        raise Unreadable(_TOO_SMALL)


def _working_size(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    share = min(1.0, (WORKING_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * share)), max(1, round(height * share))


def _cleaned(image: Image.Image) -> Image.Image:
    """Return a new picture made of nothing but pixels: scaled, turned by EXIF once, RGB."""
    turn = _TURNS.get(_orientation(image))
    image.load()
    flat = flattened(image, WORKING_PIXELS)
    target = _working_size(flat.size)
    if target != flat.size:
        flat = flat.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if turn is not None:
        flat = flat.transpose(turn)
    return Image.frombytes("RGB", flat.size, flat.tobytes())


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  (broken EXIF is no reason to refuse the picture)
        return 1
    return value if isinstance(value, int) else 1


def _tiff_pages(content: bytes, budget: Budget) -> Iterator[Opened]:
    for page in range(_guarded_length(_tiff_length, content)):
        budget.spend_page()
        yield _page(_tiff_page, content, page)


def _page(decode: Callable[[bytes, int], Image.Image], content: bytes, number: int) -> Opened:
    """Open one page; a broken one does not take the others with it."""
    try:
        return _guarded(decode, content, number)
    except Unreadable as refused:
        return refused


def _guarded_length(count: Callable[[bytes], int], content: bytes) -> int:
    try:
        return min(MAX_PAGES, count(content))
    except Unreadable:
        raise
    except Exception as error:  # as above: a damaged file may raise anything
        raise Unreadable(_DAMAGED) from error


def _tiff_page(content: bytes, page: int) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=("TIFF",)) as image:
        image.seek(page)
        _check_size(image.size)
        return _cleaned(image)


def _tiff_length(content: bytes) -> int:
    """Count the pages without following more of the chain than is read."""
    with Image.open(io.BytesIO(content), formats=("TIFF",)) as image:
        page = 0
        for page in range(1, MAX_PAGES):
            try:
                image.seek(page)
            except (EOFError, OSError, ValueError):
                return page
        return page + 1


def _pdf_pages(content: bytes, budget: Budget) -> Iterator[Opened]:
    for page in pdf_pages(content, MAX_PAGES, budget):
        yield page if isinstance(page, Unreadable) else _of_some_size(page)


def _of_some_size(page: Image.Image) -> Opened:
    try:
        _check_size(page.size)
    except Unreadable as refused:
        return refused
    return page
