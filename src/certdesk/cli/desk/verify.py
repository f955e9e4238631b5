"""``certdesk verify``: is this letter real? By its file or by its code."""

import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from certdesk.cli.output import answer
from certdesk.cli.parser import Parser, WrongUsage
from certdesk.journey.verifying import verify_code, verify_file, verify_offline_code
from certdesk.ports.notary import NotaryKey
from certdesk.ports.signer import LARGEST_FILE
from certdesk.stages.verify.offline import check_offline
from certdesk.stages.verify.publish import read_published
from certdesk.stages.verify.verdict import Answer, Verdict
from certdesk.wiring import desk, notary

LONGEST_CODE = 64  # characters; the text of a QR code has some 200

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
    parser.add_argument("subject", metavar="FILE.pdf|CODE", help="PDF文件、文书上的核验码，或二维码的文字")
    parser.add_argument("--offline", action="store_true", help="只用公布的密钥核对二维码的文字，不查登记簿")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="离线核对所用的密钥文件（网站 /v/keys 所公布的）")


def run(args: Namespace) -> int:
    """Answer; 0 only for a genuine letter.

    Raises:
        WrongUsage: keys without ``--offline``, a file of keys that is none, or no such file.
    """
    if args.keys and not args.offline:
        raise WrongUsage("--keys 只与 --offline 一起使用。")
    if args.offline:
        return _offline(args)
    path = Path(args.subject)
    if path.suffix.lower() == ".pdf" and not _is_file(path):
        raise WrongUsage(f"没有这个文件：{path}。")
    found = verify_file(desk(), _beginning(path)) if _is_file(path) else _by_text(args.subject)
    answer(args, payload(found), _lines(found))
    return 0 if found.verdict is Verdict.GENUINE else 1


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a text too long for a name
        return False


def _beginning(path: Path) -> bytes:
    """Read a file, and of one that is too large as much as shows that it is."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _by_text(text: str) -> Answer:
    return verify_offline_code(desk(), text) if len(text) > LONGEST_CODE else verify_code(desk(), text)


def _offline(args: Namespace) -> int:
    """Check a QR code with keys alone: neither the register nor the network is asked."""
    found = check_offline(args.subject, _keys(args.keys), notary().verifies)
    document: dict[str, object] = {}
    if found.facts is not None:
        document = asdict(found.facts) | {"issued_on": found.facts.issued_on.isoformat()}
        document["holder"] = document.pop("holder_masked")  # as the register's answer calls it
    lines = [f"{'签名相符' if found.facts else WORDS[found.verdict]}：{found.why}"]
    lines += [f"  {name}：{value}" for name, value in document.items()]
    answer(args, {"verdict": found.verdict, "document": document, "why": str(found.why), "offline": True}, lines)
    return 0 if found.verdict is Verdict.GENUINE else 1


def _keys(path: Path | None) -> Sequence[NotaryKey]:
    if path is None:
        return notary().keys
    try:
        return read_published(json.loads(path.read_text())["keys"])
    except (OSError, ValueError, KeyError, TypeError) as why:
        raise WrongUsage(f"读不了密钥文件 {path}。") from why


def payload(found: Answer) -> dict[str, object]:
    """Return the answer under the keys that callers rely on."""
    document: dict[str, object] = {}
    if found.document is not None:
        document = asdict(found.document) | {"issued_on": found.document.issued_on.isoformat()}
    details = [str(line) for line in found.details]
    return {"verdict": found.verdict, "document": document, "why": str(found.why), "details": details}


def _heading(found: Answer) -> str:
    """A rehearsal's letter must not pass for a real one, here as on the page."""
    specimen = found.document is not None and found.document.specimen
    return "登记相符，但这是样张" if specimen and found.verdict is Verdict.GENUINE else WORDS[found.verdict]


def _lines(found: Answer) -> list[str]:
    lines = [f"{_heading(found)}：{found.why}"]
    if found.document is not None:
        document = found.document
        lines += [f"  编号 {document.letter_number}　{document.office}", f"  {document.holder}　{document.occupation}"]
        if document.details_hidden:
            lines.append("  持证人已设置不再显示其他内容。")
        if document.specimen:
            lines.append("  样张：由演练密钥签名，没有效力。")
    return lines + [f"  {line}" for line in found.details]
