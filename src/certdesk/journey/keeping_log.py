"""登记日志: entered in the transaction of what happened, signed after each batch, given out every day, audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from certdesk.ports.desk import Desk
from certdesk.ports.vault import NotInVault, VaultDamaged
from certdesk.rules.log_leaf import LeafKind
from certdesk.rules.signed_note import NotANote
from certdesk.stages.delivery.outbox import Words, write_answer
from certdesk.stages.issue.models import Letter
from certdesk.stages.issue.queries import letter_by_code, letter_by_number
from certdesk.stages.verify import log
from certdesk.stages.verify.audit import Audit, Flaw, against_its_record, audit
from certdesk.stages.verify.checkpoints import NotAttested, attest, newest, sign_head
from certdesk.stages.verify.models import LogEntry

JOB = "checkpoint"


def enter_signed(desk: Desk, letter: Letter, *, ended: bool) -> None:
    """Enter a letter that was just signed, in the running transaction; ``ended``: it supersedes others."""
    log.append([letter], LeafKind.ISSUED, desk.guide.local_date)
    if ended:
        log.append_endings(letter.predecessors.all(), desk.guide.local_date)
    _ask_for_checkpoint(desk)


def enter_ended(desk: Desk, letters: QuerySet[Letter]) -> None:
    """Enter every end of ``letters`` that is not entered yet, in the running transaction."""
    log.append_endings(letters, desk.guide.local_date)
    _ask_for_checkpoint(desk)


def _ask_for_checkpoint(desk: Desk) -> None:
    desk.queue.put(JOB, {}, key=JOB, patient=True)  # lets signatures go first: one head for a whole batch


def checkpoint(desk: Desk) -> str:
    """Sign the head of the log unless that is done; return the note, empty while the log is."""
    made = sign_head(desk.notary, at=desk.clock.now())
    return made.note if made else ""


def export(desk: Desk) -> str:
    """Give the head of the log out of the house: a file on the shelf, and a mail; return its name, or nothing."""
    note = checkpoint(desk)
    if not note:
        return ""
    head = attest(desk.notary, note).checkpoint
    name = f"checkpoint-{head.size:09d}.txt"
    desk.shelf.put(name, note)
    if desk.shelf.address:
        _mail(desk, name, note, head.size)
    return name


def _mail(desk: Desk, name: str, note: str, size: int) -> None:
    today = desk.guide.local_date(desk.clock.now())
    values = {"note": note, "size": size, "name": name, "today": today}
    words = Words("checkpoint", f"登记日志检查点 {today.isoformat()}", values, today.isoformat())
    with transaction.atomic():
        row = write_answer(desk.shelf.address, words, host=desk.links.start(), at=desk.clock.now())
        if row is not None:
            desk.queue.put("send_mail", {"mail": row.pk}, key=f"send_mail/{row.pk}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That one entry is in the log whose head is signed."""

    entry: LogEntry
    inclusion: log.Inclusion
    note: str


class NoProof(Exception):
    """There is nothing to prove, or the register cannot prove it; the text says which."""


def prove(desk: Desk, subject: str) -> Sequence[Proof]:
    """Prove every entry of a letter, named by its number or its code, against the newest signed head.

    Raises:
        NoProof: no such letter, no head signed since, or the stored tree does not lead to it.
    """
    letter = letter_by_number(subject) or letter_by_code(subject)
    if letter is None:
        raise NoProof("没有这个编号或核验码的已签发文书。")
    checkpoint(desk)
    return prove_letter(desk, letter)


def prove_letter(desk: Desk, letter: Letter) -> Sequence[Proof]:
    """Prove every entry of a letter that the newest signed head covers, and check each proof.

    Raises:
        NoProof: as ``prove``.
    """
    head = newest()
    entries = list(letter.log_entries.filter(index__lt=head.size).order_by("index")) if head else []
    if head is None or not entries:
        raise NoProof("签发后还没有新的检查点，请稍后再试。")
    try:
        signed = attest(desk.notary, head.note).checkpoint
        proofs = [
            Proof(entry=entry, inclusion=log.prove(entry, signed.size, signed.root), note=head.note)
            for entry in entries
        ]
    except (KeyError, NotANote, NotAttested) as why:
        raise NoProof("登记日志不完整，无法证明。请运行 certdesk log verify。") from why
    if not all(proof.inclusion.holds for proof in proofs):
        raise NoProof("登记日志与已签名的检查点不符。请运行 certdesk log verify。")
    return proofs


def verify(desk: Desk, elsewhere: Mapping[str, str], *, files: bool = False) -> Audit:
    """Read the whole register against the log and every head; with ``files`` also every signed file.

    ``elsewhere``: checkpoints kept outside the desk, a name and a note each.
    """
    return audit(desk.notary, desk.guide.local_date, elsewhere, _damaged(desk) if files else ())


def _damaged(desk: Desk) -> Sequence[Flaw]:
    """Return the letters whose signed file is gone or changed, or of which the register shows something else.

    The vault checks each file by its SHA-256; the sealed record cannot be changed without the keys.
    """
    flaws = []
    shown = ("pk", "series", "serial", "code", "holder_masked", "specimen", "signed_sha256")
    for letter in Letter.objects.exclude(signed_sha256="").only(*shown).order_by("pk").iterator():
        try:
            desk.vault.get(letter.signed_sha256)
        except (NotInVault, VaultDamaged):
            flaws.append(Flaw(letter.number, "签名文件缺失或损坏"))
        flaws += against_its_record(letter)
    return flaws
