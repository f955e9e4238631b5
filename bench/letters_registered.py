"""Letters set with their QR code, signed and registered durably, one worker; memory over ten thousand of them.

Run it as ``python -m bench letters_registered`` or ``python -m bench.letters_registered --letters N``. What the machine
does for a letter and nothing else: the QR code signed, the page set, both files in the vault, the row, the signature,
and the entry in the log of letters, each flushed to the disk. ``bench/letters_out.py`` measures the same with what the
office does around it: deadlines, history, two people, the mail to the holder.
"""

import argparse
import statistics
import sys
import time
from dataclasses import replace

from bench import office_day as day
from bench import place
from bench.holders import of_another_holder
from django.db import transaction

from certdesk.journey import issuing
from certdesk.journey.verifying import verify_file
from certdesk.ports.typesetter import LetterRecord
from certdesk.rules.log_leaf import LeafKind
from certdesk.rules.permissions import Role
from certdesk.stages.issue.compose import from_json, local_midnight, new_code, to_json
from certdesk.stages.issue.draft import offline_text
from certdesk.stages.issue.models import Letter, LetterState
from certdesk.stages.issue.sign import register, sign
from certdesk.stages.verify import log
from certdesk.stages.verify.verdict import Verdict
from certdesk.wiring import desk

PARTS = 5  # of the run, after each of which memory is read


def main() -> None:
    """Make letters one after the other, and print rate and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    count = parser.parse_args().letters
    model = model_letter()
    record = from_json(model.record)
    make(model, record, 1)  # fonts and key are loaded once in the life of a process
    passed, worked, memory = [], [], []
    for number in range(2, count + 2):
        began, busy = time.perf_counter(), time.process_time()
        signed = make(model, record, number)
        passed.append(time.perf_counter() - began)
        worked.append(time.process_time() - busy)
        if (number - 1) % max(1, count // PARTS) == 0:
            memory.append(place.peak_megabytes())
    check(signed, count)
    print(
        f"{place.DATABASE:11}{count / sum(passed):.1f} letters/s set, signed and registered "
        f"({count / sum(worked):.1f} by processor time); median {1000 * statistics.median(passed):.1f} ms; "
        f"peak memory in MB after each fifth: {memory}"
    )


def model_letter() -> Letter:
    """Bring one application to its draft and take that back; the letters are its like, each with its own number."""
    officer, approver = place.staff("officer", Role.OFFICER), place.staff("approver", Role.APPROVER)
    case_id, said = day.receive(0)
    day.accept(case_id, said, officer)
    letter = day.draft(case_id, officer)
    issuing.return_draft(desk(), letter.pk, "一个案件只有一份待审批的稿件", by=approver)
    letter.approved_by_id = approver.staff_id  # in memory: those that are made take it over
    return letter


def make(model: Letter, record: LetterRecord, number: int) -> Letter:
    """Set, sign and register one letter."""
    code = new_code()
    own = replace(of_another_holder(record, number), letter_number=f"{model.series}-{number:05d}", verify_code=code)
    own = replace(own, verify_url=desk().links.verification(code), qr_text=offline_text(own, issuing.press(desk())))
    at = desk().clock.now()
    pdf = desk().typesetter.typeset(own, at=local_midnight(own.issued_on, desk().guide))
    letter = approved(model, own, number, desk().vault.put(pdf))
    signature = sign(letter, signer=desk().signer, vault=desk().vault, at=at)
    if signature is None:
        sys.exit("a letter was signed before")
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=letter.pk)
        register(letter, signature, vault=desk().vault)
        log.append([letter], LeafKind.ISSUED, desk().guide.local_date)
    return letter


def approved(model: Letter, record: LetterRecord, serial: int, sha256: str) -> Letter:
    """Keep a letter's row as it stands between approval and signature."""
    letter = Letter(
        case_id=model.case_id,
        kind=model.kind,
        state=LetterState.APPROVED,
        series=model.series,
        serial=serial,
        code=record.verify_code,
        record=to_json(record),
        holder_masked=model.holder_masked,
        pdf_sha256=sha256,
        prepared_by_id=model.prepared_by_id,
        prepared_at=model.prepared_at,
        approved_by_id=model.approved_by_id,
        approved_at=model.prepared_at,
        approved_sha256=sha256,
        specimen=record.specimen,
    )
    letter.save(force_insert=True)
    return letter


def check(last: Letter, count: int) -> None:
    """Stop unless every letter is in the log, and the last one is genuine."""
    if log.size() != count + 1:
        sys.exit(f"the log has {log.size()} entries")
    answer = verify_file(desk(), desk().vault.get(last.signed_sha256))
    if answer.verdict is not Verdict.GENUINE:
        sys.exit(f"the last letter is not genuine: {answer.why}")


if __name__ == "__main__":
    main()
