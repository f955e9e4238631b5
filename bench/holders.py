"""Letters of many holders: what two letters share, a program may remember; so nobody's letter is measured twice."""

from dataclasses import replace

from certdesk.adapters.specimens.person import example_person
from certdesk.ports.typesetter import LetterRecord


def of_another_holder(record: LetterRecord, number: int) -> LetterRecord:
    """Return the letter for the ``number``-th of the made-up holders: name, numbers, occupation, scores and dates."""
    person = example_person(number)
    return replace(
        record,
        holder_name=person.name,
        holder_sex=person.sex,
        id_number=person.id_number,
        certificate_number=person.certificate_number,
        occupation=person.occupation,
        direction=person.direction,
        level=person.level,
        certificate_issued_on=person.issued_on,
        theory_score=person.theory,
        practice_score=person.practice,
        result=person.result,
    )
