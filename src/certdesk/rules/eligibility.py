"""From a claim to what it comes to: proof, reissue, exchange, a refusal, or a question (G-02 … G-06).

A machine's answer: no refusal and no letter goes out before a person has decided (design rule 4).
"""

from dataclasses import dataclass
from datetime import date

from certdesk.rules.business import Business, Material, Outcome
from certdesk.rules.catalogue import CatalogueMatch, Match, match_occupation
from certdesk.rules.certificate_number import NumberReading, ProblemCode, read_number
from certdesk.rules.materials import required
from certdesk.rules.rulebook import Rulebook
from certdesk.rules.wording import Sentence

NUMBER_OUTCOMES = (  # the first that applies; a number that may be mistyped is not refused for its province
    (ProblemCode.SKILL_LEVEL_CERTIFICATE, Outcome.DECLINE),
    (ProblemCode.WRONG_LENGTH, Outcome.NEEDS_OFFICER),
    (ProblemCode.NOT_DIGITS, Outcome.NEEDS_OFFICER),
    (ProblemCode.IMPOSSIBLE_YEAR, Outcome.NEEDS_OFFICER),
    (ProblemCode.NOT_LIAONING, Outcome.DECLINE),  # G-04
    (ProblemCode.UNKNOWN_CITY, Outcome.NEEDS_OFFICER),  # G-21: never a default office (rule 11)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an applicant says. None: not said yet, or not yet confirmed."""

    business: Business
    number_text: str
    occupation: str
    direction: str = ""
    found: bool | None = None  # on one of the look-up sites (G-05)
    handwritten: bool | None = None  # G-06
    on: date  # the day received: what held then decides (G-01)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the rules lead to. ``provisional``: an answer that is still open may turn it."""

    outcome: Outcome
    provisional: bool
    clauses: tuple[str, ...]
    catalogue: CatalogueMatch
    materials: tuple[Material, ...]
    number: NumberReading
    questions: tuple[Sentence, ...]
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """What one rule settles."""

    outcome: Outcome
    clauses: tuple[str, ...]
    reasons: tuple[Sentence, ...]
    questions: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class _OpenPoint:
    """An answer that nobody has given yet, and that could turn the outcome."""

    clause: str
    question: Sentence


def assess(claim: Claim, rulebook: Rulebook) -> Assessment:
    """Judge a claim by what held on the day it was received; never raises on any text."""
    number = read_number(claim.number_text, rulebook.numbering, this_year=claim.on.year)
    match = match_occupation(claim.occupation, claim.direction, rulebook.catalogue_on(claim.on) or rulebook.catalogue)
    verdict = (
        _judge_number(number)
        or _judge_scope(claim, number, rulebook)
        or _judge_edition(claim, rulebook)
        or _judge_match(match)
        or _remedy(claim.business, number, match, rulebook)
    )
    declined = verdict.outcome == Outcome.DECLINE
    open_points = () if declined else _open_points(claim, number, rulebook)
    return Assessment(
        outcome=verdict.outcome,
        provisional=bool(open_points),
        clauses=tuple(dict.fromkeys([*verdict.clauses, *(point.clause for point in open_points)])),
        catalogue=match,
        materials=() if declined else required(claim.business, rulebook.materials),  # a refusal asks for nothing
        number=number,
        questions=(*verdict.questions, *(point.question for point in open_points)),
        reasons=verdict.reasons,
    )


def _judge_number(number: NumberReading) -> _Verdict | None:
    """Turn a number that cannot be routed into a question or a refusal, as its worst problem has it."""
    outcome = next((outcome for code, outcome in NUMBER_OUTCOMES if number.has(code)), None)
    if outcome is None:
        return None
    check = Sentence("请对照证书或查询结果核对证书编号，再确定办理单位。")
    return _Verdict(
        outcome=outcome,
        clauses=tuple(problem.clause for problem in number.problems),
        reasons=tuple(problem.sentence for problem in number.problems),
        questions=(check,) if outcome == Outcome.NEEDS_OFFICER else (),
    )


def _judge_scope(claim: Claim, number: NumberReading, rulebook: Rulebook) -> _Verdict | None:
    """Not found anywhere (G-05), or handwritten before the year that counts (G-06): out of scope."""
    if claim.found is False:
        reason = Sentence(
            "在{sites}均未查到该证书，不在办理范围内。如认为应能查到，请联系原鉴定机构补录信息。",
            {"sites": "、".join(rulebook.lookup_sites)},
        )
        return _Verdict(outcome=Outcome.DECLINE, clauses=("G-05",), reasons=(reason,))
    if claim.handwritten and _is_old(number, rulebook):
        reason = Sentence("{year}年之前颁发的手写证书不在办理范围内。", {"year": rulebook.handwritten_before})
        return _Verdict(outcome=Outcome.DECLINE, clauses=("G-06",), reasons=(reason,))
    return None


def _is_old(number: NumberReading, rulebook: Rulebook) -> bool:
    return number.year is not None and number.year < rulebook.handwritten_before


def _judge_edition(claim: Claim, rulebook: Rulebook) -> _Verdict | None:
    """Before the oldest edition we hold, nothing here can judge the case (G-01)."""
    if rulebook.catalogue_on(claim.on) is not None:
        return None
    oldest = rulebook.catalogues[0]
    reason = Sentence(
        "收到申请时（{day}）{title}尚未施行，需按当时的规定办理。", {"day": claim.on.isoformat(), "title": oldest.title}
    )
    question = Sentence("请按收到申请当日有效的职业资格目录判断。")
    return _Verdict(outcome=Outcome.NEEDS_OFFICER, clauses=("G-01",), reasons=(reason,), questions=(question,))


def _judge_match(match: CatalogueMatch) -> _Verdict | None:
    """Turn a possible match into a question to an officer, never an answer (design rule 4)."""
    if match.match != Match.POSSIBLE:
        return None
    reason = Sentence("职业（工种）是否在目录内需要经办人判断。")
    return _Verdict(outcome=Outcome.NEEDS_OFFICER, clauses=("G-02", "G-03"), reasons=(reason,), questions=(match.why,))


def _remedy(business: Business, number: NumberReading, match: CatalogueMatch, rulebook: Rulebook) -> _Verdict:
    """In the catalogue: reissue or exchange (G-02); not in it: a written proof (G-03)."""
    if match.match == Match.NONE:
        outcome, clauses = Outcome.PROOF, ["G-03"]
    else:
        outcome, clauses = Outcome.EXCHANGE, ["G-02"]
        if business == Business.LOST:
            outcome = Outcome.REISSUE
    questions: tuple[Sentence, ...] = ()
    if business == Business.CORRECTION:
        clauses.append("D-5")
        questions = (Sentence("原证书记载与应更正的内容各是什么？依据哪些证明材料？请经办人写明理由。"),)
    reasons = [match.why]
    if number.city_code != rulebook.numbering.provincial_city_code:
        clauses += ["G-07", "G-19"]
        reasons.append(Sentence("证书由市级单位颁发，谁发证谁负责，由该单位办理；办理方式请先电话咨询。"))
    return _Verdict(outcome=outcome, clauses=tuple(clauses), reasons=tuple(reasons), questions=questions)


def _open_points(claim: Claim, number: NumberReading, rulebook: Rulebook) -> tuple[_OpenPoint, ...]:
    """List what is still to be answered: found on a site (G-05), handwritten (G-06)."""
    points = []
    if claim.found is None:
        sites = {"sites": "、".join(rulebook.lookup_sites)}
        points.append(_OpenPoint("G-05", Sentence("能否在{sites}查到该证书？须查实后才能办理。", sites)))
    if claim.handwritten is None and _is_old(number, rulebook):
        year = {"year": rulebook.handwritten_before}
        points.append(
            _OpenPoint("G-06", Sentence("证书颁发于{year}年之前，是否为手写证书？手写证书不在办理范围内。", year))
        )
    return tuple(points)
