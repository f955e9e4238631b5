"""What an officer should look at twice. A flag says why and proves nothing; the holder never sees one (rule 4)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from certdesk.cases.models import Case, Party, PartyRole
from certdesk.cases.queries import party
from certdesk.rules.matching.model import CellState, Matrix, Source
from certdesk.rules.wording import Sentence
from certdesk.stages.evidence.likeness import files_alike
from certdesk.stages.evidence.models import EvidenceFile, StoredReading

MOST_SHOWN = 10  # cases beside one flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """One thing to look at, why, and the other cases it is about; those of other offices are counted only."""

    code: str
    sentence: Sentence
    cases: Sequence[Case] = ()
    elsewhere: int = 0


def suspicions(case: Case, files: Sequence[EvidenceFile], matrix: Matrix) -> list[Suspicion]:
    """Return what is odd about a case; each flag is a question to a person."""
    return [*_same_number(case, files), *_same_pictures(case, files), *_against_the_register(matrix)]


def _same_number(case: Case, files: Sequence[EvidenceFile]) -> Iterator[Suspicion]:
    """One ID number under two names: somebody mistyped, or somebody uses another's."""
    holder = party(case, PartyRole.HOLDER)
    read = {reading.id_index for file in files for reading in file.readings.all()}
    mine = {index for index in (read | {holder.id_index if holder else ""}) if index}
    if not mine or holder is None:
        return
    parties = Party.objects.filter(id_index__in=mine, role=PartyRole.HOLDER).exclude(case=case).select_related("case")
    others = [row.case for row in parties.order_by("-pk")[:MOST_SHOWN] if _is_other_name(row.name, holder.name)]
    readings = StoredReading.objects.filter(id_index__in=mine).exclude(file__case=case).select_related("file__case")
    from_pictures = [row.file.case for row in readings.order_by("-pk")[:MOST_SHOWN]]
    others += [other for other in from_pictures if _is_another_person(other, holder)]
    if others:
        words = Sentence("本件的身份证号码也出现在另一人的办件中。")
        yield _flag("same_id_number", words, case, others)


def _same_pictures(case: Case, files: Sequence[EvidenceFile]) -> Iterator[Suspicion]:
    """One picture in the cases of two people."""
    holder = party(case, PartyRole.HOLDER)
    if holder is None:
        return
    twins = EvidenceFile.objects.filter(sha256__in=[file.sha256 for file in files]).exclude(case=case)
    same = [row.case for row in twins.select_related("case").order_by("-pk")[:MOST_SHOWN]]
    others = [other for other in same if _is_another_person(other, holder)]
    if others:
        yield _flag("same_file", Sentence("同一份文件也出现在另一人的办件中。"), case, others)
    alike = [row.case for file in files for row in files_alike(file)[:MOST_SHOWN]]
    known = {other.pk for other in others}
    near = [other for other in alike if other.pk not in known and _is_another_person(other, holder)]
    if near:
        yield _flag("same_picture", Sentence("另一人的办件中有看上去相同的图片，请比对是否同一张。"), case, near)


def _against_the_register(matrix: Matrix) -> Iterator[Suspicion]:
    """A sent screenshot that says otherwise than the site itself (G-05)."""
    shots = {document.key for document in matrix.documents if document.source is Source.LOOKUP_SCREENSHOT}
    looked_up = {document.key for document in matrix.documents if document.source is Source.REGISTER}
    for row in matrix.rows:
        cells = [cell for cell in row.cells if cell is not None]
        by_office = any(cell.basis and cell.key in looked_up for cell in cells)
        if by_office and any(cell.key in shots and cell.state is CellState.DIFFERS for cell in cells):
            words = Sentence("申请人提供的查询截图与本单位查询的结果不一致，请核对截图的来源。")
            yield Suspicion(code="screenshot_differs", sentence=words)
            return


def _flag(code: str, sentence: Sentence, case: Case, others: Iterable[Case]) -> Suspicion:
    cases = {other.pk: other for other in others}
    own = [other for other in cases.values() if other.office_code == case.office_code]
    return Suspicion(code=code, sentence=sentence, cases=own[:MOST_SHOWN], elsewhere=len(cases) - len(own))


def _is_another_person(other: Case, holder: Party) -> bool:
    """Two cases of one person share pictures rightly; without a number on both sides the names decide."""
    theirs = party(other, PartyRole.HOLDER)
    if theirs is None:
        return False
    if theirs.id_index and holder.id_index:
        return theirs.id_index != holder.id_index
    return _is_other_name(theirs.name, holder.name)


def _is_other_name(one: str, other: str) -> bool:
    return bool(one and other) and "".join(one.split()) != "".join(other.split())
