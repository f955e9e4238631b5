"""``certdesk log``: the register of letters as a log that nobody can rewrite unnoticed."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from certdesk.cli.output import answer, complain
from certdesk.cli.parser import Parser, WrongUsage
from certdesk.journey import keeping_log
from certdesk.journey.keeping_log import NoProof, Proof
from certdesk.rules.log_leaf import LeafKind
from certdesk.wiring import desk, new_notary_key, notary


def add_arguments(parser: Parser) -> None:
    """Declare the deeds."""
    parser.add_argument("deed", metavar="verify|checkpoint|prove|export|key", choices=sorted(DEEDS), help=HELP)
    parser.add_argument("subject", nargs="?", default="", metavar="编号|核验码", help="prove：证明哪一份文书")
    parser.add_argument(
        "--checkpoint",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="verify：另行保存的检查点，可多次给出",
    )
    parser.add_argument("--files", action="store_true", help="verify：同时逐份核对签名文件，以及登记簿公开显示的内容")


def run(args: Namespace) -> int:
    """Carry out one deed.

    Raises:
        WrongUsage: a letter is missing or not asked for, a file cannot be read, or no key file is set.
    """
    if (args.deed == "prove") != bool(args.subject):
        raise WrongUsage("prove 须给出文书编号或核验码，其余用法不带。")
    return DEEDS[args.deed](args)


def _verify(args: Namespace) -> int:
    found = keeping_log.verify(desk(), {str(path): _text(path) for path in args.checkpoint}, files=args.files)
    payload = {"ok": not found.flaws, **asdict(found), "flaws": [asdict(flaw) for flaw in found.flaws]}
    lines = [f"登记日志共{found.size}项，根散列 {found.root}，核对检查点{found.checkpoints}个。"]
    lines += [f"{flaw.where}：{flaw.why}" for flaw in found.flaws]
    if not found.flaws:
        lines.append("完整：没有改动、删除或添入。")
    if not args.files:
        lines.append("未核对签名文件和登记簿公开显示的姓名等内容；加 --files 一并核对。")
    answer(args, payload, lines)
    return 1 if found.flaws else 0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as why:
        raise WrongUsage(f"读不了检查点文件 {path}。") from why


def _checkpoint(args: Namespace) -> int:
    note = keeping_log.checkpoint(desk())
    keys = [{"name": key.name, "verifier": key.verifier, "rehearsal": key.rehearsal} for key in notary().keys]
    answer(args, {"checkpoint": note or None, "keys": keys}, [note.rstrip("\n") or "登记日志还是空的。"])
    return 0 if note else 1


def _prove(args: Namespace) -> int:
    try:
        proofs = keeping_log.prove(desk(), args.subject)
    except NoProof as why:
        complain(str(why))
        answer(args, {"proofs": [], "why": str(why)}, [])
        return 1
    lines = [
        f"第{each.inclusion.index + 1}项（{KINDS[each.entry.kind]}）在共{each.inclusion.size}项的登记日志中。"
        for each in proofs
    ]
    answer(args, {"proofs": [_proof(each) for each in proofs]}, [*lines, proofs[-1].note.rstrip("\n")])
    return 0


def _proof(each: Proof) -> Mapping[str, object]:
    found = each.inclusion
    return {
        "index": found.index,
        "size": found.size,
        "kind": each.entry.kind,
        "leaf": found.leaf,
        "root": found.root.hex(),
        "path": [step.hex() for step in found.path],
        "checkpoint": each.note,
    }


def _export(args: Namespace) -> int:
    name = keeping_log.export(desk())
    mailed = desk().shelf.address if name else ""
    lines = [f"检查点已保存为 {settings.CERTDESK_CHECKPOINTS / name}" if name else "登记日志还是空的。"]
    lines += [f"并将寄往 {mailed}"] if mailed else []
    answer(args, {"file": str(settings.CERTDESK_CHECKPOINTS / name) if name else None, "mailed": bool(mailed)}, lines)
    return 0 if name else 1


def _key(args: Namespace) -> int:
    if not settings.CERTDESK_NOTARY_KEYS:
        raise WrongUsage("请先设置 CERTDESK_NOTARY_KEYS（密钥文件的位置）。")
    key = new_notary_key()
    answer(
        args, {"name": key.name, "verifier": key.verifier}, [f"新密钥从现在起使用：{key.verifier}", "请备份密钥文件。"]
    )
    return 0


KINDS = {LeafKind.ISSUED.value: "签发", LeafKind.SUPERSEDED.value: "被替代", LeafKind.REVOKED.value: "撤销"}
HELP = "verify 核对全部登记；checkpoint 签出当前检查点；prove 证明一份文书；export 导出检查点；key 生成或更换签名密钥"
DEEDS: Mapping[str, Callable[[Namespace], int]] = {
    "verify": _verify,
    "checkpoint": _checkpoint,
    "prove": _prove,
    "export": _export,
    "key": _key,
}
