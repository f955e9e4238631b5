"""``certdesk assess``: what a claim comes to, on which clauses, and what is still open (G-02 … G-06)."""

from argparse import Namespace

from certdesk.cli.clock import now
from certdesk.cli.output import answer, office_lines, office_payload
from certdesk.cli.parser import Parser, iso_date
from certdesk.guide.load import load_guide
from certdesk.guide.model import Guide
from certdesk.rules.business import Business, Material, Outcome
from certdesk.rules.eligibility import Assessment, Claim, assess

ANSWERS = {"yes": True, "no": False, "unknown": None}
OUTCOMES = {
    Outcome.PROOF: "出具书面证明",
    Outcome.REISSUE: "补发证书",
    Outcome.EXCHANGE: "换发证书",
    Outcome.DECLINE: "不予受理",
    Outcome.NEEDS_OFFICER: "需经办人判断",
}
MATERIALS = {
    Material.ID_PORTRAIT_SIDE: "身份证人像面",
    Material.ID_EMBLEM_SIDE: "身份证国徽面",
    Material.LOOKUP_SCREENSHOT: "查询结果截图",
    Material.ORIGINAL_CERTIFICATE: "证书原件照片",
}


def add_arguments(_name: str, parser: Parser) -> None:
    """Declare what a claim is made of."""
    parser.add_argument("--reason", required=True, choices=[business.value for business in Business], help="办理的业务")
    parser.add_argument("--number", required=True, metavar="N", help="证书编号")
    parser.add_argument("--occupation", required=True, metavar="X", help="职业（工种）")
    parser.add_argument("--direction", default="", metavar="Y", help="职业方向")
    parser.add_argument("--found", default="unknown", choices=list(ANSWERS), help="能否在网上查到")
    parser.add_argument("--handwritten", default="unknown", choices=list(ANSWERS), help="是否为手写证书")
    parser.add_argument("--on", type=iso_date, metavar="DATE", help="收到申请的日期，缺省为今天")


def run(_name: str, args: Namespace) -> int:
    """Print the assessment. Every outcome is an answer, a refusal too, so the exit code is 0."""
    guide = load_guide(args.guide)
    claim = Claim(
        business=Business(args.reason),
        number_text=args.number,
        occupation=args.occupation,
        direction=args.direction,
        found=ANSWERS[args.found],
        handwritten=ANSWERS[args.handwritten],
        on=args.on or guide.local_date(now()),
    )
    assessment = assess(claim, guide.rulebook)
    answer(args, payload(guide, assessment), _lines(guide, assessment))
    return 0


def payload(guide: Guide, assessment: Assessment) -> dict[str, object]:
    """Return the answer under the keys that callers rely on."""
    return {
        "outcome": assessment.outcome,
        "provisional": assessment.provisional,
        "clauses": list(assessment.clauses),
        "catalogue": {"match": assessment.catalogue.match, "entry": assessment.catalogue.entry},
        "materials": list(assessment.materials),
        "office": office_payload(guide, assessment.number),
        "questions": [str(question) for question in assessment.questions],
    }


def _lines(guide: Guide, assessment: Assessment) -> list[str]:
    provisional = "（暂定，尚有问题待答）" if assessment.provisional else ""
    lines = [f"结论：{OUTCOMES[assessment.outcome]}{provisional}", f"依据：{'、'.join(assessment.clauses)}"]
    lines += [f"理由：{reason}" for reason in assessment.reasons]
    lines += [f"待答：{question}" for question in assessment.questions]
    if assessment.materials:
        lines.append(f"所需材料：{'、'.join(MATERIALS[material] for material in assessment.materials)}")
    return lines + office_lines(guide, assessment.number)
