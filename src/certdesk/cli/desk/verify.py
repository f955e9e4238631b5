"""``certdesk verify``: is this letter real? By its file or by its code."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from certdesk.cli.output import answer
from certdesk.cli.parser import Parser
from certdesk.journey.verifying import verify_code, verify_file
from certdesk.stages.verify.verdict import Answer, Verdict
from certdesk.wiring import desk

WORDS = {
    Verdict.GENUINE: "真实有效",
    Verdict.SUPERSEDED: "已被替代",
    Verdict.REVOKED: "已撤销",
    Verdict.NOT_OURS: "非本系统签发",
    Verdict.ALTERED: "内容被改动",
    Verdict.UNAVAILABLE: "暂时无法核验",
}


def add_arguments(parser: Parser) -> None:
    """Declare what is verified."""
    parser.add_argument("subject", metavar="FILE.pdf|CODE", help="PDF文件，或文书上的核验码")


def run(args: Namespace) -> int:
    """Answer; 0 only for a genuine letter."""
    path = Path(args.subject)
    found = verify_file(desk(), path.read_bytes()) if path.is_file() else verify_code(desk(), args.subject)
    answer(args, payload(found), _lines(found))
    return 0 if found.verdict is Verdict.GENUINE else 1


def payload(found: Answer) -> dict[str, object]:
    """Return the answer under the keys that callers rely on."""
    document: dict[str, object] = {}
    if found.document is not None:
        document = asdict(found.document) | {"issued_on": found.document.issued_on.isoformat()}
    details = [str(line) for line in found.details]
    return {"verdict": found.verdict, "document": document, "why": str(found.why), "details": details}


def _lines(found: Answer) -> list[str]:
    lines = [f"{WORDS[found.verdict]}：{found.why}"]
    if found.document is not None:
        document = found.document
        lines += [f"  编号 {document.letter_number}　{document.office}", f"  {document.holder}　{document.occupation}"]
        if document.specimen:
            lines.append("  样张：由演练密钥签名，没有效力。")
    return lines + [f"  {line}" for line in found.details]
