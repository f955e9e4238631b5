"""What somebody may bring in place of a signed letter, by name; tests and bench ask the same of each."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.adapters.letters.forgery import flipped, signed_once_more, with_note, with_other_page, written

from certdesk.adapters.letters import PadesSigner

MIB = 1024 * 1024
OBJECTS = 10_000


@dataclass(frozen=True)
class Scene:
    """A signed letter, what it was made from, somebody else's document, the office's key and a stranger's."""

    signed: bytes
    approved: bytes
    foreign: bytes
    at: datetime
    own: PadesSigner
    stranger: PadesSigner


def gap_of(pdf: bytes) -> tuple[int, int]:
    """Return where the hex digits of the signature begin and end."""
    start = pdf.index(b"/Contents <") + len(b"/Contents <")
    return start, pdf.index(b">", start)


def flipped_page(scene: Scene) -> bytes:
    return flipped(scene.signed, len(scene.approved) // 2)


def other_digit(pdf: bytes, at: int) -> bytes:
    """Put another hex digit in place of the one there."""
    return pdf[:at] + (b"1" if pdf[at : at + 1] == b"0" else b"0") + pdf[at + 1 :]


def flipped_signature(scene: Scene) -> bytes:
    """Change one of the signature's last digits, which are the RSA value itself."""
    start, end = gap_of(scene.signed)
    digits = scene.signed[start:end].rstrip(b"0")
    return other_digit(scene.signed, start + len(digits) - 40)


def flipped_certificate(scene: Scene) -> bytes:
    """Change what the authority signed the signer's certificate with."""
    by_authority = scene.own._opened.certificate.signature.hex().encode()
    return other_digit(scene.signed, scene.signed.lower().index(by_authority) + 40)


def swapped_in_place(scene: Scene) -> bytes:
    """Overwrite the page's own stream with another of its length."""
    number = re.search(rb"/Contents (\d+) 0 R", scene.approved)[1]
    at = scene.signed.index(b"stream\n", scene.signed.index(b"\n%s 0 obj" % number)) + len(b"stream\n")
    end = scene.signed.index(b"endstream", at)
    return scene.signed[:at] + b"0 0 10 10 re f".ljust(end - at) + scene.signed[end:]


def wrapped(scene: Scene) -> bytes:
    """Claim that the gap is wider, put something into it, and move what was signed behind it."""
    pdf = scene.signed
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+) *\]", pdf)
    start, end, rest = map(int, found.groups())
    evil = b"9999 0 obj\n<</Type/Page>>\nendobj\n"
    claim = b"/ByteRange [0 %d %d %d]" % (start, end + len(evil), rest)
    claim = claim.ljust(found.end() - found.start())
    return pdf[: found.start()] + claim + pdf[found.end() : end] + evil + pdf[end:]


def without_byte_range(scene: Scene) -> bytes:
    return scene.signed.replace(b"/ByteRange", b"/ByteRonge")


def without_contents(scene: Scene) -> bytes:
    start, end = gap_of(scene.signed)
    return scene.signed[:start] + b"0" * (end - start) + scene.signed[end:]


def with_other_stamp(scene: Scene) -> bytes:
    """Hide bytes behind the signature in its own gap."""
    _start, end = gap_of(scene.signed)
    return scene.signed[: end - 8] + b"cafebabe" + scene.signed[end:]


def shadowed(pdf: bytes) -> bytes:
    """Prepare a document before it is signed: a second page stands in it, and nothing shows it yet."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf + b"\n"))
    page = writer.root["/Pages"]["/Kids"][0]
    hidden = generic.DictionaryObject({name: page.raw_get(name) for name in page})
    hidden["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 10 10 re f"))
    writer.root["/Shadow"] = writer.add_object(hidden)
    writer.update_root()
    return written(writer)


def revealed(signed: bytes) -> bytes:
    """Show the page that was hidden before signing; nothing is added but a pointer to it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    kids = writer.root["/Pages"]["/Kids"]
    kids[0] = writer.root.raw_get("/Shadow")
    writer.update_container(kids)
    return written(writer)


def crowd(count: int = OBJECTS) -> bytes:
    return b"".join(b"%d 0 obj\n<<>>\nendobj\n" % number for number in range(1000, 1000 + count))


ALTERED: Mapping[str, Callable[[Scene], bytes]] = {
    "flipped byte in the page": flipped_page,
    "flipped byte in the signature": flipped_signature,
    "flipped byte in the signer's certificate": flipped_certificate,
    "incremental update": lambda it: with_note(it.signed),
    "swapped page, by an update": lambda it: with_other_page(it.signed),
    "swapped page, in place": swapped_in_place,
    "appended bytes": lambda it: it.signed + b"<script>alert(1)</script>",
    "bytes in the signature's gap": with_other_stamp,
    "second signature by a stranger": lambda it: signed_once_more(it.signed, it.stranger),
    "second signature by the office": lambda it: signed_once_more(it.signed, it.own),
    "signature wrapping": wrapped,
    "no byte range": without_byte_range,
    "signature of zeros": without_contents,
    "signature taken off": lambda it: it.approved,
    "cut off before its end": lambda it: it.signed[:-200],
    "20 MB behind it": lambda it: it.signed + bytes(20 * MIB),
    "10,000 objects behind it": lambda it: it.signed + crowd(),
    "1,000 ends behind it": lambda it: it.signed + b"startxref\n0\n%%EOF\n" * 1000,
    "100,000 byte ranges behind it": lambda it: it.signed + b"/ByteRange [0 10 20 30]\n" * 100_000,
}
NOT_OURS: Mapping[str, Callable[[Scene], bytes]] = {
    "signed by a stranger": lambda it: it.stranger.sign(it.approved, at=it.at),
    "a stranger's own document, changed": lambda it: flipped(it.stranger.sign(it.foreign, at=it.at), 500),
    "10,000 objects and no signature": lambda _it: b"%PDF-1.7\n" + crowd() + b"startxref\n9\n%%EOF",
    "20 MB of nothing": lambda _it: b"%PDF-1.7\n" + bytes(20 * MIB),
}
