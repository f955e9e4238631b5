"""What a file is, told by its first bytes and never by its name."""

from enum import StrEnum
from typing import Final

from certdesk.ports.reader import Unreadable


class FileKind(StrEnum):
    """The kinds the desk opens; the values of pictures are Pillow's names of its decoders."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"
    TIFF = "TIFF"
    BMP = "BMP"
    PDF = "PDF"
    ZIP = "ZIP"  # also docx


_TAKE_A_PHOTO: Final = "请直接发送 JPG 或 PNG 格式的照片。"
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_ACCEPTED: Final = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"BM", FileKind.BMP),
    (b"PK\x03\x04", FileKind.ZIP),
    (b"%PDF-", FileKind.PDF),
)
_REFUSED: Final = (
    (b"GIF8", "这是 GIF 动图，本系统不接收。" + _TAKE_A_PHOTO),
    (b"Rar!", "这是 RAR 压缩包，本系统无法打开。请不要压缩，直接发送照片；文件较多时可以分几次发送。"),
    (b"7z\xbc\xaf", "这是 7z 压缩包，本系统无法打开。请不要压缩，直接发送照片；文件较多时可以分几次发送。"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Word 或 Excel 文件，本系统无法打开。请把其中的照片另存为 JPG 后发送。"),
    (b"PK\x05\x06", "压缩包里没有文件。请重新打包，或直接发送照片。"),
    (b"MZ", "这是程序文件，不是照片，本系统不接收。" + _TAKE_A_PHOTO),
    (b"\x7fELF", "这是程序文件，不是照片，本系统不接收。" + _TAKE_A_PHOTO),
    (b"<", "这是网页或矢量图文件，不是照片，本系统不接收。" + _TAKE_A_PHOTO),
)


def sniff(content: bytes) -> FileKind:
    """Tell what ``content`` is.

    Raises:
        Unreadable: empty, or of a kind the desk does not open; the text says what to send instead.

    """
    if not content:
        raise Unreadable("文件是空的，可能没有上传完整。请重新选择照片后再发送一次。")
    for magic, kind in _ACCEPTED:
        if content.startswith(magic):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return FileKind.HEIC
    for magic, why in _REFUSED:
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(magic):
            raise Unreadable(why)
    raise Unreadable("无法识别这个文件的格式。" + _TAKE_A_PHOTO)
