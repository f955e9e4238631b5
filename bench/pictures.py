"""Accuracy by kind and field, and pictures per second, of the picture reader on a folder with a ground truth.

    python bench/pictures.py DIR [--wrong] [--only TEXT]

DIR holds ``ground_truth.json``: a list of ``{"file", "kind", "fields": {…}}``. ``--wrong`` prints each value that
differs. Printed beside each field: right/asked, and how many of the wrong ones the reader had called sure.
"""

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from certdesk.adapters.pictures.reader import PictureReader
from certdesk.ports.reader import PictureReading, Reading, Unreadable

KINDS = {
    "id_front": "id_portrait_side",
    "id_back": "id_emblem_side",
    "lookup": "lookup_screenshot",
    "cert": "original_certificate",
    "other": "unknown",
}
FIELDS = {
    "cert_number": "certificate_number",
    "agency": "body",
    "theory": "theory_score",
    "practice": "practice_score",
    "overall": "result",
}
NOT_READ = {"layout", "masked", "records", "education"}  # what the desk does not ask of a picture


@dataclass
class Tally:
    """Counts over one run."""

    kinds: Counter[str] = field(default_factory=Counter)
    kinds_right: Counter[str] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong_but_sure: Counter[tuple[str, str]] = field(default_factory=Counter)
    sure: int = 0
    whole: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)


def main() -> int:
    """Read every picture of the folder once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print each value that differs")
    parser.add_argument("--only", default="", help="only files whose name has this text")
    options = parser.parse_args()
    truths = [
        truth
        for truth in json.loads((options.folder / "ground_truth.json").read_text("utf-8"))
        if options.only in truth["file"] and truth["kind"] in {*KINDS, "container", "id_both"}
    ]
    tally, spent, slowest = _run(options.folder, truths)
    _print(tally, len(truths), spent, slowest)
    if options.wrong:
        print(*tally.remarks, sep="\n")
    return 0


def _run(folder: Path, truths: Sequence[Mapping[str, object]]) -> tuple[Tally, float, float]:
    tally, reader, spent, slowest = Tally(), PictureReader(), 0.0, 0.0
    for truth in truths:
        content = (folder / str(truth["file"])).read_bytes()
        started = time.process_time()
        try:
            readings = reader.read(content)
        except Unreadable as refused:
            readings = [PictureReading(kind=f"unreadable: {refused}", confidence=0.0)]
        took = time.process_time() - started
        spent, slowest = spent + took, max(slowest, took)
        _score(tally, truth, readings)
    return tally, spent, slowest


def _score(tally: Tally, truth: Mapping[str, object], readings: Sequence[PictureReading]) -> None:
    documents = truth.get("docs") or [truth]
    for document in documents:  # type: ignore[attr-defined]
        kind = KINDS[document["kind"]]
        tally.kinds[kind] += 1
        reading = next((each for each in readings if each.kind == kind), None)
        if reading is None:
            tally.remarks.append(f"{truth['file']}: kind {kind} seen as {[each.kind for each in readings]}")
        else:
            tally.kinds_right[kind] += 1
        if kind != "unknown":
            _score_fields(tally, f"{truth['file']}", kind, document["fields"], reading)


def _score_fields(
    tally: Tally, name: str, kind: str, wanted: Mapping[str, object], reading: PictureReading | None
) -> None:
    perfect = True
    for key, value in wanted.items():
        if key in NOT_READ:
            continue
        field_name, text = FIELDS.get(key, key), str(value)
        got = reading.fields.get(field_name) if reading is not None else None
        tally.asked[kind, field_name] += 1
        tally.sure += got is not None and got.sure
        if got is not None and _same(got.value, text):
            tally.right[kind, field_name] += 1
            continue
        perfect = False
        tally.wrong_but_sure[kind, field_name] += got is not None and got.sure
        tally.remarks.append(f"{name}: {field_name} is {text!r}, read {_shown(got)}")
    tally.whole[kind] += perfect


def _same(got: str, wanted: str) -> bool:
    return got.replace(" ", "") == wanted.replace(" ", "").replace("（", "(").replace("）", ")")


def _shown(got: Reading | None) -> str:
    return "nothing" if got is None else f"{got.value!r} ({got.confidence:.2f}{', SURE' if got.sure else ''})"


def _print(tally: Tally, files: int, spent: float, slowest: float) -> None:
    print(f"{'document and field':44} right/asked  wrong but sure")
    for kind in tally.kinds:
        print(f"{kind:44} {tally.kinds_right[kind]:4}/{tally.kinds[kind]:<4} whole: {tally.whole[kind]}")
        for (owner, name), asked in tally.asked.items():
            if owner == kind:
                print(f"    {name:40} {tally.right[owner, name]:4}/{asked:<4} {tally.wrong_but_sure[owner, name]:4}")
    _print_totals(tally)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{files} files, {spent:.1f} s CPU, {files / spent:.2f} a second and thread, slowest {slowest:.1f} s")
    print(f"peak memory {memory} MB")


def _print_totals(tally: Tally) -> None:
    asked, right = _total(tally.asked), _total(tally.right)
    kinds, kinds_right = _total(tally.kinds), _total(tally.kinds_right)
    print(f"kind {kinds_right}/{kinds} = {kinds_right / kinds:.3f}")
    print(f"fields {right}/{asked} = {right / max(asked, 1):.4f}, sure {tally.sure / max(asked, 1):.3f}")
    wrong = _total(tally.wrong_but_sure)
    print(f"wrong but sure {wrong}/{asked} = {wrong / max(asked, 1):.4f}")


def _total(counts: Counter[str] | Counter[tuple[str, str]]) -> int:
    numbers: Iterable[int] = counts.values()
    return sum(numbers)


if __name__ == "__main__":
    sys.exit(main())
