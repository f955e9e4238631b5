"""``certdesk number``: what a certificate number says, and which office answers for it (G-07, G-20)."""

from argparse import Namespace

from certdesk.cli.clock import now
from certdesk.cli.output import answer, office_lines, office_payload
from certdesk.cli.parser import Parser
from certdesk.guide.load import load_guide
from certdesk.guide.model import Guide
from certdesk.rules.certificate_number import NumberKind, NumberReading, read_number

KINDS = {
    NumberKind.QUALIFICATION_CERTIFICATE: "职业资格证书",
    NumberKind.SKILL_LEVEL_CERTIFICATE: "职业技能等级证书",
    None: "无法判断",
}


def add_arguments(_name: str, parser: Parser) -> None:
    """Declare the one argument."""
    parser.add_argument("number", metavar="NUMBER", help="证书编号，可带空格、连字符或全角数字")


def run(_name: str, args: Namespace) -> int:
    """Print the reading; 1 when something is wrong with the number."""
    guide = load_guide(args.guide)
    reading = read_number(args.number, guide.rulebook.numbering, this_year=guide.local_date(now()).year)
    answer(args, payload(guide, reading), _lines(guide, reading))
    return 0 if reading.ok else 1


def payload(guide: Guide, reading: NumberReading) -> dict[str, object]:
    """Return the answer under the keys that callers rely on."""
    return {
        "number": reading.number,
        "kind": reading.kind,
        "year": reading.year,
        "province_code": reading.province_code,
        "city_code": reading.city_code,
        "city": reading.city.name if reading.city else None,
        "office": office_payload(guide, reading),
        "handled_here": _handled_here(guide, reading),
        "problems": [
            {"code": problem.code, "clause": problem.clause, "message": str(problem.sentence)}
            for problem in reading.problems
        ],
    }


def _handled_here(guide: Guide, reading: NumberReading) -> bool:
    office = guide.office_of(reading)
    return reading.ok and office is not None and office.on_desk


def _lines(guide: Guide, reading: NumberReading) -> list[str]:
    lines = [f"证书编号：{reading.number}", f"证书种类：{KINDS[reading.kind]}"]
    if reading.year:
        lines.append(f"年份：{reading.year}年")
    if reading.city:
        lines.append(f"市地：{reading.city.name}（{reading.city.code}）")
        lines += office_lines(guide, reading)
        lines.append("由本单位直接办理" if _handled_here(guide, reading) else "请联系上述单位")
    return lines + [f"问题：{problem.sentence}（{problem.clause}）" for problem in reading.problems]
