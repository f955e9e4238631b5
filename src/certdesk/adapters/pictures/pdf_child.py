"""The process that draws the pages of one PDF and ends: ``python -m …pdf_child SECONDS PAGES``.

PDFium cannot be interrupted, and when memory runs out it ends its process. A page of a kilobyte can keep it busy for
days (forms within forms, patterns of a thousandth of a point), so it works where the system can end it. It gets the
file on standard input and writes frames to standard output: width, height, and the pixels red, green, blue. A frame
without a width ends them: its height says how it went, or how many milliseconds of processor time it took.
"""

import resource
import struct
import sys
from typing import BinaryIO, Final

import pypdfium2

FRAME: Final = struct.Struct(">ii")
LONGEST_SIDE: Final = 2600
DAMAGED, LOCKED, BROKEN_PAGE = -1, -2, -3
_MEMORY: Final = 1_000_000_000  # bytes of address space; a page with a scan of 600 dots an inch takes 400 million


def main() -> None:
    """Draw what stands on standard input, within the limits."""
    seconds, pages = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout.buffer
    try:
        with pypdfium2.PdfDocument(sys.stdin.buffer.read()) as document:
            for number in range(min(pages, len(document))):
                _draw(document, number, out)
    except pypdfium2.PdfiumError as error:
        out.write(FRAME.pack(0, LOCKED if "password" in str(error).lower() else DAMAGED))
        return
    out.write(FRAME.pack(0, _milliseconds()))


def _draw(document: pypdfium2.PdfDocument, number: int, out: BinaryIO) -> None:
    """Write one page; a broken one does not take the others with it."""
    try:
        page = document[number]
        scale = LONGEST_SIDE / max(*page.get_size(), 1.0)
        image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        page.close()
    except Exception:  # noqa: BLE001  (of a damaged page it may raise whatever it likes)
        out.write(FRAME.pack(0, BROKEN_PAGE))
    else:
        out.write(FRAME.pack(*image.size))
        out.write(image.tobytes())
    out.flush()


def _milliseconds() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return round(1000 * (used.ru_utime + used.ru_stime))


if __name__ == "__main__":
    main()
