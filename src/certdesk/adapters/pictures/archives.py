"""Opens zip and docx files within a budget that counts real bytes, whatever the archive says of itself."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

from certdesk.ports.reader import Unreadable

MAX_MEMBERS: Final = 60
MAX_MEMBER_BYTES: Final = 40_000_000
MAX_TOTAL_BYTES: Final = 150_000_000
MAX_RATIO: Final = 120
MAX_CONTAINER_PAGES: Final = 40
MAX_SECONDS: Final = 12  # of processor time to draw the pages of its PDF files; ten ordinary scans take three
_SMALL: Final = 1_000_000  # below a megabyte a high ratio is a plain white picture
_ENCRYPTED: Final = 0x1
_DESKTOP_DROSS: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_MEDIA: Final = re.compile(r"(?:word|xl|ppt)/media/[^/]+")
_DAMAGED: Final = "压缩包已损坏或内容与目录不符，打不开。请重新打包，或直接发送照片。"
_BOMB: Final = "压缩包解开后过大，本系统无法处理。请直接发送照片，或分几次发送。"


class Budget:
    """What one handed-in file may unfold to, all its containers together."""

    def __init__(self) -> None:
        self._bytes = MAX_TOTAL_BYTES
        self._pages = MAX_CONTAINER_PAGES
        self._seconds = float(MAX_SECONDS)

    @property
    def seconds(self) -> int:
        """How many seconds of processor time are left for drawing pages."""
        return int(self._seconds)

    def spend_seconds(self, count: float) -> None:
        """Count the time that drawing took."""
        self._seconds -= count

    def spend_bytes(self, count: int) -> None:
        """Count unfolded bytes.

        Raises:
            Unreadable: more than one file may unfold to.

        """
        self._bytes -= count
        if self._bytes < 0:
            raise Unreadable(_BOMB)

    def spend_page(self) -> None:
        """Count a page of a PDF or TIFF.

        Raises:
            Unreadable: more pages than one file may bring.

        """
        self._pages -= 1
        if self._pages < 0:
            raise Unreadable("文件的页数过多。请只发送需要的几张照片。")


def is_office_document(content: bytes) -> bool:
    """Tell a docx (or xlsx, pptx) from a plain zip by its table of contents."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except Exception as error:  # zipfile reads a damaged table of contents in many ways, and fails in as many
        raise Unreadable(_DAMAGED) from error


def members(content: bytes, budget: Budget) -> Iterator[bytes]:
    """Yield the files of a zip in its order; names are never used as paths."""
    yield from _unfold(content, budget, lambda infos: [info for info in infos if not _is_dross(info.filename)])


def office_media(content: bytes, budget: Budget) -> Iterator[bytes]:
    """Yield the pictures embedded in an office document, image2 before image10; links are never followed."""

    def pick(infos: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
        media = [info for info in infos if _MEDIA.fullmatch(info.filename)]
        return sorted(media, key=lambda info: (len(info.filename), info.filename))

    yield from _unfold(content, budget, pick)


def _unfold(
    content: bytes, budget: Budget, pick: Callable[[list[zipfile.ZipInfo]], list[zipfile.ZipInfo]]
) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in _few(pick([info for info in archive.infolist() if not info.is_dir()])):
                yield _read(archive, info, budget)
    except Unreadable:
        raise
    except Exception as error:  # as above; each method of compression has errors of its own
        raise Unreadable(_DAMAGED) from error


def _few(wanted: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    if len(wanted) > MAX_MEMBERS:
        raise Unreadable("压缩包里的文件超过 60 个。请只发送需要的几张照片。")
    return wanted


def _is_dross(name: str) -> bool:
    return name.startswith(_DESKTOP_DROSS[0]) or name.rpartition("/")[2].startswith(("._", *_DESKTOP_DROSS[1:]))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise Unreadable("压缩包有密码，打不开。请取消密码后重新发送，或直接发送照片。")
    if info.file_size > MAX_MEMBER_BYTES or _too_dense(info.file_size, info.compress_size):
        raise Unreadable(_BOMB)
    with archive.open(info) as member:
        content = member.read(MAX_MEMBER_BYTES + 1)
    if len(content) > MAX_MEMBER_BYTES or _too_dense(len(content), info.compress_size):
        raise Unreadable(_BOMB)
    budget.spend_bytes(len(content))
    return content


def _too_dense(size: int, compressed: int) -> bool:
    return size > _SMALL and size > compressed * MAX_RATIO
