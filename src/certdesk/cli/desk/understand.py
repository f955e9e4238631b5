"""``certdesk understand``: what the desk makes of a mail; nothing is stored."""

from argparse import Namespace
from pathlib import Path

from certdesk.cli.output import answer, complain, why_unopened
from certdesk.cli.parser import Parser
from certdesk.guide.model import Guide
from certdesk.journey.understanding import Understood, understand
from certdesk.wiring import clock, guide, reader
from certdesk.wiring import parser as mail_parser


def add_arguments(parser: Parser) -> None:
    """Declare the mail."""
    parser.add_argument("file", metavar="FILE.eml", type=Path, help="一封邮件的原文")


def run(args: Namespace) -> int:
    """Explain the mail; 1 when the file cannot be opened."""
    try:
        raw = args.file.read_bytes()
    except OSError as error:
        complain(f"无法打开文件 {args.file}：{why_unopened(error)}。")
        return 1
    own = guide()
    found = understand(raw, guide=own, parser=mail_parser(), reader=reader(), on=own.local_date(clock().now()))
    answer(args, payload(found, own), _lines(found, own))
    return 0


def payload(found: Understood, own: Guide) -> dict[str, object]:
    """Return the answer under the keys that callers rely on."""
    proposal = found.proposal
    return {
        "bucket": found.bucket,
        "reason": found.reason,
        "business": proposal.business,
        "applicant": {"name": proposal.name or None, "id_number": proposal.id_number or None},
        "certificate": {
            "number": proposal.certificate_number or None,
            "occupation": proposal.occupation or None,
            "level": proposal.level,
        },
        "delivery": {
            "method": proposal.method,
            "recipient": proposal.recipient or None,
            "telephone": proposal.telephone or None,
            "address": proposal.address or None,
        },
        "materials": {material.value: list(names) for material, names in found.materials.items()},
        "missing": [item.code for item in found.missing],
        "office": _office(found, own),
        "unsure": sorted(name for name, sure in proposal.sure.items() if not sure),
        "problems": list(found.problems),
    }


def _office(found: Understood, own: Guide) -> dict[str, object] | None:
    office = own.offices.get(found.office_code)
    if office is None:
        return None
    return {
        "code": office.code,
        "name": office.name,
        "address": office.address,
        "telephones": list(office.telephones),
        "notes": [note.text for note in office.notes],
    }


def _lines(found: Understood, own: Guide) -> list[str]:
    proposal, office = found.proposal, _office(found, own)
    business = own.businesses[proposal.business].label if proposal.business else "不明确"
    return [
        f"归类：{found.bucket.label}（{found.reason}）",
        f"业务：{business}",
        f"申请人：{proposal.name or '—'}　证件号码：{proposal.id_number or '—'}",
        f"证书：{proposal.certificate_number or '—'}　{proposal.occupation or '—'}　等级：{proposal.level or '—'}",
        f"收件：{proposal.recipient or '—'}　{proposal.telephone or '—'}　{proposal.address or '—'}",
        f"办理单位：{office['name'] if office else '无法判断'}",
        f"还缺：{'、'.join(str(item.sentence) for item in found.missing) or '无'}",
        *(f"注意：{problem}" for problem in found.problems),
    ]
