"""拟稿: Draft → Rendered. One transaction: a crash leaves no draft, and its number free (design rules 5, 6)."""

from dataclasses import dataclass, replace
from datetime import datetime

from certdesk.cases.models import Case
from certdesk.cases.staff import Actor
from certdesk.guide.model import Guide
from certdesk.ports.links import Links
from certdesk.ports.notary import Notary
from certdesk.ports.signer import Signer
from certdesk.ports.typesetter import LetterRecord, Typesetter
from certdesk.ports.vault import Vault
from certdesk.rules.masking import masked_name
from certdesk.rules.offline_code import OfflineFacts, to_be_signed, write_code
from certdesk.stages.decision.reconsider import outcome_stands
from certdesk.stages.issue.compose import (
    CannotCompose,
    compose,
    from_json,
    local_midnight,
    new_code,
    sources,
    to_json,
)
from certdesk.stages.issue.models import Letter
from certdesk.stages.issue.numbers import LetterNumber, reserve

MASKED_LENGTH = 80  # of the column; longer names lose their marks and nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What it takes to print: typesetter, signer (is it a rehearsal?), links, the vault, and who signs QR codes."""

    typesetter: Typesetter
    signer: Signer
    links: Links
    vault: Vault
    notary: Notary


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter that is written but not set."""

    number: LetterNumber
    code: str
    record: LetterRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A draft with its bytes; only these can be approved."""

    draft: Draft
    pdf: bytes


def write_draft(case: Case, guide: Guide, press: Press, *, at: datetime) -> Draft:
    """Write the letter of an accepted case.

    Raises:
        CannotCompose: nothing confirmed, or it does not agree.
    """
    source = sources(case)
    if not outcome_stands(case, guide):  # G-02, G-03
        raise CannotCompose("受理之后的查询结果与受理时的结论不一致，请先重新确定办理结论。")
    today = guide.local_date(at)
    number = reserve(f"{guide.reference_prefix}{today.year}-{case.office_code}")
    code = new_code()
    record = compose(
        source, number, code, guide=guide, links=press.links, on=today, specimen=press.signer.identity.rehearsal
    )
    return Draft(number=number, code=code, record=replace(record, qr_text=offline_text(record, press)))


def offline_text(record: LetterRecord, press: Press) -> str:
    """Return what the QR code holds: the facts of the letter with the office's signature (decision 0013)."""
    facts = OfflineFacts(
        letter_number=record.letter_number,
        holder_masked=holder_masked(record),
        certificate_number=record.certificate_number,
        issued_on=record.issued_on,
        specimen=record.specimen,
    )
    key = press.notary.keys[0]
    signed = to_be_signed(facts, key.key_id)
    return press.links.offline(write_code(signed, press.notary.sign(signed, key)))


def holder_masked(record: LetterRecord) -> str:
    """Return what anybody may see of the holder's name."""
    return masked_name(record.holder_name)[:MASKED_LENGTH]


def render(draft: Draft, guide: Guide, press: Press) -> Rendered:
    """Set a draft.

    Raises:
        CannotTypeset: a character no font has, or a text that outgrows its page.
    """
    pdf = press.typesetter.typeset(draft.record, at=local_midnight(draft.record.issued_on, guide))
    return Rendered(draft=draft, pdf=pdf)


def is_current(letter: Letter, guide: Guide, press: Press) -> bool:
    """Tell whether the letter would be written just so again: nothing it rests on has changed (design rule 5)."""
    if letter.serial is None or not outcome_stands(letter.case, guide):
        return False
    kept = from_json(letter.record)
    number = LetterNumber(letter.series, letter.serial)
    try:
        source = sources(letter.case)
    except CannotCompose:
        return False
    again = compose(
        source,
        number,
        letter.code,
        guide=guide,
        links=press.links,
        on=kept.issued_on,
        specimen=press.signer.identity.rehearsal,
    )
    return again == replace(kept, qr_text="")  # its key may have been changed meanwhile


def keep(case: Case, rendered: Rendered, *, vault: Vault, by: Actor, at: datetime) -> Letter:
    """Keep a rendered draft for approval."""
    draft = rendered.draft
    return Letter.objects.create(
        case=case,
        kind=draft.record.kind.value,
        series=draft.number.series,
        serial=draft.number.serial,
        code=draft.code,
        record=to_json(draft.record),
        holder_masked=holder_masked(draft.record),
        pdf_sha256=vault.put(rendered.pdf),
        prepared_by_id=by.staff_id,
        prepared_at=at,
        specimen=draft.record.specimen,
    )
