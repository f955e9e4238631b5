"""受理: the case is complete, in scope, and has an outcome (G-15)."""

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import party
from certdesk.guide.model import Guide
from certdesk.rules.business import Outcome
from certdesk.rules.certificate_number import ProblemCode, read_number
from certdesk.stages.decision.assess import assess_case
from certdesk.stages.evidence.queries import what_is_missing

_OUTCOMES = {Outcome.PROOF, Outcome.REISSUE, Outcome.EXCHANGE}


class CannotAccept(Exception):
    """The case cannot be accepted as it stands; the text says what is in the way."""


def outcome_for(case: Case, guide: Guide, chosen: Outcome | None) -> Outcome:
    """Check that a case may be accepted and return what it will come to.

    ``chosen`` is the officer's own judgement; without it the rules decide, and a question they
    leave open stops the acceptance (design rule 4).

    Raises:
        CannotAccept: something is missing, out of scope, or open.
    """
    _check_complete(case, guide)
    _check_number(case, guide)
    assessment = assess_case(case, guide)
    if assessment is None:
        raise CannotAccept("请先确定办理的业务。")
    if assessment.outcome is Outcome.DECLINE:
        raise CannotAccept("不在办理范围：" + "；".join(str(reason) for reason in assessment.reasons))
    if chosen is not None:
        return checked_choice(chosen)
    if assessment.outcome is Outcome.NEEDS_OFFICER:
        raise CannotAccept("需要经办人判断：" + "；".join(str(question) for question in assessment.questions))
    return assessment.outcome


def checked_choice(chosen: Outcome) -> Outcome:
    """Return an officer's choice.

    Raises:
        CannotAccept: it is none of the three letters.
    """
    if chosen not in _OUTCOMES:
        raise CannotAccept("受理时只能选择出具证明、补发或换发。")
    return chosen


def _check_complete(case: Case, guide: Guide) -> None:
    lacking = [str(item.sentence) for item in what_is_missing(case, guide)]
    holder = party(case, PartyRole.HOLDER)
    if holder is None or not holder.name:
        lacking.append("持证人姓名")
    if holder is None or not holder.id_number:
        lacking.append("持证人身份证件号码")
    if lacking:
        raise CannotAccept("还缺少：" + "、".join(lacking))


def _check_number(case: Case, guide: Guide) -> None:
    """Another office's certificate is referred, not accepted (G-07, G-19)."""
    year = guide.local_date(case.received_at).year
    reading = read_number(case.certificate_number, guide.rulebook.numbering, this_year=year)
    if reading.has(ProblemCode.WRONG_LENGTH) or reading.has(ProblemCode.NOT_DIGITS):
        raise CannotAccept(
            "证书编号不完整或有误，请先更正：" + "；".join(str(each.sentence) for each in reading.problems)
        )
    office = guide.office_of(reading)
    if office is not None and office.code != case.office_code:
        raise CannotAccept(f"该证书由{office.name}颁发，请转由该单位办理。")
