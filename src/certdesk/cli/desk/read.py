"""``certdesk read``: what pictures show; nothing is stored."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from certdesk.cli.output import say, why_unopened
from certdesk.cli.parser import Parser
from certdesk.ports.reader import PictureReading, Unreadable
from certdesk.wiring import reader

KINDS = {
    "id_portrait_side": "身份证人像面",
    "id_emblem_side": "身份证国徽面",
    "lookup_screenshot": "查询结果截图",
    "original_certificate": "证书原件",
    "unknown": "无法判断",
}


def add_arguments(parser: Parser) -> None:
    """Declare the files."""
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="图片、PDF、压缩包或Word文件")


def run(args: Namespace) -> int:
    """Read every file; 1 when one of them cannot be read."""
    rows = [row for path in args.files for row in _read(path)]
    if args.json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        for row in rows:
            _print(row)
    return 1 if any("problem" in row for row in rows) else 0


def _read(path: Path) -> list[dict[str, object]]:
    try:
        found = reader().read(path.read_bytes())
    except OSError as error:
        return [_unreadable(path, f"无法打开文件：{why_unopened(error)}。")]
    except Unreadable as why:
        return [_unreadable(path, str(why))]
    return [_row(path, reading) for reading in found]


def _unreadable(path: Path, why: str) -> dict[str, object]:
    return {"file": str(path), "kind": "unknown", "fields": {}, "quality": {"advice": why}, "problem": why}


def _row(path: Path, reading: PictureReading) -> dict[str, object]:
    fields = {
        name: {"value": value.value, "confidence": round(value.confidence, 3), "sure": value.sure}
        for name, value in reading.fields.items()
    }
    return {"file": str(path), "kind": reading.kind, "fields": fields, "quality": dict(reading.quality)}


def _print(row: dict[str, object]) -> None:
    say(f"{row['file']}：{KINDS[str(row['kind'])]}")
    if "problem" in row:
        say(f"  {row['problem']}")
    fields = row["fields"]
    if isinstance(fields, dict):
        for name, value in fields.items():
            say(f"  {name}：{value['value']}（{value['confidence']:.2f}{'' if value['sure'] else '，请核对'}）")
