"""Looking at a PDF through pdfium, one thread at a time: pdfium is not safe to share."""

import io
import threading

import pypdfium2

from certdesk.ports.typesetter import CannotTypeset

PREVIEW_DPI = 110
POINTS_PER_INCH = 72

_pdfium = threading.Lock()


def page_count(pdf: bytes) -> int:
    """Count the pages of ``pdf``."""
    with _pdfium, _opened(pdf) as document:
        return len(document)


def first_page_png(pdf: bytes, *, dpi: int = PREVIEW_DPI) -> bytes:
    """Draw the first page of ``pdf`` as PNG.

    Raises:
        CannotTypeset: the bytes are not a PDF that can be shown.
    """
    with _pdfium, _opened(pdf) as document:
        picture = document[0].render(scale=dpi / POINTS_PER_INCH).to_pil()
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as problem:
        raise CannotTypeset("这个文件不是能够显示的 PDF，请重新生成。") from problem
