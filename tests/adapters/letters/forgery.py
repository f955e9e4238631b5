"""What somebody might do to a signed letter."""

import io
from datetime import datetime

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from certdesk.adapters.letters import PadesSigner, pades_signer


class _Stubborn(PdfSigner):
    """Signs even what was certified against any further signature."""

    def _enforce_certification_constraints(self, reader):
        del reader


def flipped(pdf: bytes, at: int) -> bytes:
    """Change one bit of one byte."""
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def with_other_page(pdf: bytes) -> bytes:
    """Show an empty page in place of the letter, by an incremental update that leaves the signed bytes alone."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    page.get_object()["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 10 10 re f"))
    writer.mark_update(page)
    return written(writer)


def with_note(pdf: bytes) -> bytes:
    """Add an entry that shows nowhere, by an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Note"] = generic.TextStringObject("harmless")
    writer.update_root()
    return written(writer)


def signed_once_more(pdf: bytes, signer: PadesSigner, field: str = "Second") -> bytes:
    """Add a signature in another field, whatever the first one forbids."""
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return _Stubborn(metadata, signer._cms).sign_pdf(writer).getvalue()


def signed_outside_validity(pdf: bytes, signer: PadesSigner, at: datetime) -> bytes:
    """Sign at a moment at which the desk itself refuses to."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf + b"\n"))
    return pades_signer._PdfSignerAt(signer._cms, at).sign_pdf(writer).getvalue()


def written(writer: IncrementalPdfFileWriter) -> bytes:
    """Return what the writer holds, as a file."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
