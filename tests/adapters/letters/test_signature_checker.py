import asyncio
import tracemalloc
import zlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.adapters.letters import forgery, samples

from certdesk.adapters.letters import KeyFile, PadesSigner, PyhankoChecker
from certdesk.ports.signer import SignatureFinding

MIB = 1024 * 1024
APPENDED = "文件在签名之后又被追加了内容。"
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def verdict(checker):
    """Return (signed, intact, covers whole file, trusted) and why."""

    def of(pdf):
        finding = checker.check(pdf)
        return (finding.signed, finding.intact, finding.covers_whole_file, finding.trusted), finding.why

    return of


def test_a_letter_of_this_office_is_sound(checker, signed):
    finding = checker.check(signed)
    assert finding.sound
    assert finding.why == ""
    assert finding.signed_at == samples.AT
    assert "演练文书签名" in finding.signer


def test_an_unsigned_letter_says_so(verdict, unsigned):
    assert verdict(unsigned) == ((False, False, False, False), "文件中没有本单位的电子签名。")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.8])
def test_a_flipped_bit_breaks_the_letter(checker, signed, share):
    finding = checker.check(forgery.flipped(signed, int(len(signed) * share)))
    assert not finding.sound
    assert finding.why


def test_a_changed_page_is_an_altered_letter(verdict, signed, unsigned):
    at = unsigned.index(b"stream\n") + 40
    assert verdict(forgery.flipped(signed, at)) == ((True, False, True, True), "文件内容在签名之后被改动过。")


@pytest.mark.parametrize("tail", [b"\n", b"\x00", b"%%EOF\n", b"startxref\n0\n%%EOF\n", b"<script>alert(1)</script>"])
def test_appended_bytes_are_outside_the_signature(verdict, signed, tail):  # S4 of the PDF world: %%EOF is no end
    assert verdict(signed + tail) == ((True, True, False, True), APPENDED)


@pytest.mark.parametrize("update", [forgery.with_other_page, forgery.with_note])
def test_an_incremental_update_is_outside_the_signature(verdict, signed, update):
    assert verdict(update(signed)) == ((True, True, False, True), APPENDED)


@pytest.mark.parametrize("ours_first", [True, False])
def test_a_letter_bears_one_signature_even_if_both_are_ours(verdict, unsigned, signed, signer, ours_first):
    first = signed if ours_first else forgery.signed_once_more(unsigned + b"\n", signer, "First")
    twice = forgery.signed_once_more(first, signer)
    assert verdict(twice) == ((True, True, False, True), "文件中不止一个签名，不是本单位签发的原件。")


def test_a_strangers_second_signature_does_not_lend_itself_to_ours(verdict, signed, other_keys):
    stranger = PadesSigner(KeyFile(other_keys.signer, samples.PASSPHRASE), rehearsal=True)
    assert verdict(forgery.signed_once_more(signed, stranger)) == ((True, True, False, True), APPENDED)


def test_a_stranger_with_the_same_names_is_not_trusted(verdict, unsigned, other_keys):
    stranger = PadesSigner(KeyFile(other_keys.signer, samples.PASSPHRASE), rehearsal=True)
    forged = stranger.sign(unsigned, at=samples.AT)
    assert verdict(forged) == ((True, True, True, False), "签名不是由本单位当时有效的证书作出的。")


def test_either_of_two_roots_will_do(signed, keys, other_keys):
    assert PyhankoChecker([other_keys.root, keys.root]).check(signed).sound


def test_a_checker_needs_a_root():
    with pytest.raises(ValueError, match="root"):
        PyhankoChecker([])


@pytest.mark.parametrize("days", [-30, 365 * 11])
def test_a_signature_outside_the_certificates_time_is_not_trusted(verdict, signer, unsigned, days):
    forged = forgery.signed_outside_validity(unsigned, signer, samples.AT + timedelta(days=days))
    assert verdict(forged) == ((True, True, True, False), "签名不是由本单位当时有效的证书作出的。")


@pytest.mark.parametrize("share", [0.2, 0.9, 0.999])
def test_a_truncated_letter_is_not_sound(checker, signed, share):
    finding = checker.check(signed[: int(len(signed) * share)])
    assert not finding.sound
    assert finding.why


@pytest.mark.parametrize(
    "content",
    [b"", b"<!DOCTYPE html><p>%PDF-1.7", "证明".encode(), b"PK\x03\x04", bytes(range(255, 0, -1)) * 40],
    ids=["empty", "html", "text", "zip", "random"],
)
def test_what_is_no_pdf_is_said_to_be_none(verdict, content):
    assert verdict(content) == ((False, False, False, False), "这不是 PDF 文件。")


def test_a_damaged_signature_is_said_to_be_one(verdict, signed, container):
    for at in (container[0], container[0] + 1, container[0] + 40):
        assert verdict(forgery.flipped(signed, at))[1] in {"签名本身已损坏，无法核验。", "文件内容在签名之后被改动过。"}


class TestBounds:
    """No structure of a file that this office did not sign is ever walked, so none can keep the checker busy."""

    def test_a_tail_of_20_megabytes_is_refused_unread(self, verdict, signed):
        finding, why = verdict(signed + bytes(20 * MIB))
        assert finding == (False, False, False, False)
        assert "超过 4 MB" in why

    def test_ten_thousand_objects_are_only_something_appended(self, verdict, signed):
        crowd = b"".join(b"%d 0 obj\n<<>>\nendobj\n" % number for number in range(1000, 11000))
        assert verdict(signed + crowd) == ((True, True, False, True), APPENDED)

    def test_a_thousand_revisions_are_only_something_appended(self, verdict, signed):
        assert verdict(signed + b"startxref\n0\n%%EOF\n" * 1000) == ((True, True, False, True), APPENDED)

    def test_a_crowd_of_signatures_is_refused_unread(self, verdict, signed):
        crowd = signed + b"/ByteRange [0 10 20 30]\n" * 100_000
        assert verdict(crowd) == ((True, False, False, False), "文件中的签名过多，不是本单位签发的文书。")

    def test_a_compressed_bomb_does_not_fill_the_memory(self, checker):
        bomb = bomb_of(512 * MIB)
        tracemalloc.start()
        finding = checker.check(bomb)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert not finding.sound
        assert len(bomb) < MIB
        assert peak < 64 * MIB

    @pytest.mark.parametrize(
        "body",
        [
            b"1 0 obj\n" + b"[" * 100_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
            b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
            (
                b"1 0 obj<</Type/XRef/W[0 0 0]/Size 9999999999/Root 2 0 R/Length 0>>\nstream\n\nendstream endobj\n"
                b"startxref\n9\n%%EOF"
            ),
        ],
        ids=["deep", "loop", "ten thousand million entries of no size"],
    )
    def test_a_structure_without_end_is_answered(self, checker, body):
        assert not checker.check(b"%PDF-1.7\n" + body).signed

    @FEW
    @given(st.binary(max_size=400))
    def test_any_bytes_get_an_answer(self, checker, content):
        finding = checker.check(b"%PDF-1.7\n" + content)
        assert isinstance(finding, SignatureFinding)
        assert not finding.sound

    @FEW
    @given(share=st.floats(0, 1, exclude_max=True), put=st.binary(min_size=1, max_size=30))
    def test_no_overwritten_letter_is_sound(self, outside_container, share, put):
        assert outside_container(share, put)


@pytest.fixture(scope="module")
def container(signed):
    """Return where the signature itself stands, which cannot sign itself."""
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    return start, signed.index(b">", start)


@pytest.fixture(scope="module")
def outside_container(checker, signed, container):
    """Overwrite the letter anywhere but in its signature, and return whether the checker is right about it."""
    start, end = container

    def overwrite(share, put):
        at = int((len(signed) - (end - start)) * share)
        at += end - start if at > start - len(put) else 0
        altered = signed[:at] + put + signed[at + len(put) :]
        return checker.check(altered).sound == (altered == signed)

    return overwrite


def test_nothing_hides_behind_the_signature_in_its_own_gap(verdict, signed, container):
    at = container[1] - 8
    assert signed[at : at + 8] == b"00000000"
    hidden = signed[:at] + b"cafebabe" + signed[at + 8 :]
    assert verdict(hidden) == ((True, True, False, True), APPENDED)


def bomb_of(size):
    """Make a PDF whose cross-reference stream unpacks to ``size`` bytes, all zero."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(MIB)) for _ in range(size // MIB)) + packer.flush()
    head = b"%PDF-1.7\n1 0 obj\n<</Type/XRef/Size 9999999/W[1 2 2]/Root 2 0 R/Filter/FlateDecode/Length "
    return head + b"%d>>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"


def test_a_checker_may_be_asked_from_a_running_loop(checker, signed):
    async def ask():
        return checker.check(signed)

    assert asyncio.run(ask()).sound
