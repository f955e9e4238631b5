"""Accuracy by kind, field and wear, and pictures per second, of the picture reader.

    python -m bench.pictures [DIR] [--people N] [--only TEXT] [--wrong]

DIR holds ``ground_truth.json``: a list of ``{"file", "kind", "fields": {…}}``. Without DIR the project's own generator
draws the documents of fictional people, each worn in another way. ``--wrong`` prints each value that differs. Printed
beside each field: right/asked, and how many of the wrong ones the reader had called sure.
"""

import argparse
import io
import json
import random
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.worn import WEARS
from PIL import Image

from certdesk.adapters.pictures.reader import PictureReader
from certdesk.adapters.specimens import (
    SpecimenPerson,
    emblem_side,
    example_person,
    lookup_screenshot,
    original_certificate,
    portrait_side,
)
from certdesk.adapters.specimens.booklets import Version
from certdesk.adapters.specimens.screens import Layout, Site
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
    worn: Counter[str] = field(default_factory=Counter)
    worn_right: Counter[str] = field(default_factory=Counter)
    sure: int = 0
    whole: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sample:
    """One picture with what it shows."""

    name: str
    wear: str
    content: bytes
    documents: Sequence[Mapping[str, Any]]


def main() -> int:
    """Read every picture once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--people", type=int, default=3, help="how many people the generator draws")
    parser.add_argument("--wrong", action="store_true", help="print each value that differs")
    parser.add_argument("--only", default="", help="only pictures whose name has this text")
    options = parser.parse_args()
    samples = _from_folder(options.folder) if options.folder else _generated(options.people)
    tally, took = _run(sample for sample in samples if options.only in sample.name)
    _print(tally, took)
    if options.wrong:
        print(*tally.remarks, sep="\n")
    return 0


def _from_folder(folder: Path) -> Iterator[Sample]:
    for truth in json.loads((folder / "ground_truth.json").read_text("utf-8")):
        if truth["kind"] in {*KINDS, "container", "id_both"}:
            content = (folder / truth["file"]).read_bytes()
            yield Sample(truth["file"], truth.get("aug", ""), content, truth.get("docs") or [truth])


def _generated(people: int) -> Iterator[Sample]:
    for index in range(people):
        person = example_person(100 + index)
        for name, kind, content in _drawings(person, index):
            for wear, worn in WEARS.items():
                chance = random.Random(f"{index} {name} {wear}")  # noqa: S311  (a seed, not a secret)
                picture = worn(Image.open(io.BytesIO(content)), chance)
                yield Sample(
                    f"{name}/{wear}/{index}", wear, picture, [{"kind": kind, "fields": _truth(person, kind, name)}]
                )


def _drawings(person: SpecimenPerson, index: int) -> Iterator[tuple[str, str, bytes]]:
    layouts: tuple[Layout, ...] = ("list", "table", "phone", "phone_dark")
    versions: tuple[Version, ...] = ("2015", "2018", "dot_matrix")
    site: Site = "ln" if index % 2 else "zscx"
    yield "portrait", "id_front", portrait_side(person)
    yield "emblem", "id_back", emblem_side(person)
    layout = layouts[index % len(layouts)]
    yield f"lookup {site} {layout}", "lookup", lookup_screenshot(person, site, layout)
    version = versions[index % len(versions)]
    yield f"certificate {version}", "cert", original_certificate(person, version)


def _truth(person: SpecimenPerson, kind: str, name: str) -> Mapping[str, str]:
    person_fields = {"name": person.name, "id_number": person.id_number}
    card = person_fields | {"sex": person.sex, "birth": person.birth.isoformat()}
    if kind == "id_front":
        return card | {"ethnicity": person.ethnicity, "address": person.address}
    if kind == "id_back":
        until = person.valid_to.isoformat() if person.valid_to else "长期"
        return {"authority": person.authority, "valid_from": person.valid_from.isoformat(), "valid_to": until}
    record = {
        "certificate_number": person.certificate_number,
        "level": str(person.level),
        "issue_date": person.issued_on.isoformat(),
        "body": person.body,
    }
    scores = {"theory_score": person.theory, "practice_score": person.practice}
    if kind == "lookup":
        seen = scores if " ln " in name else {"result": person.result}
        return person_fields | record | seen | {"occupation": person.occupation}
    together = person.direction and "2018" not in name
    occupation = f"{person.occupation}({person.direction})" if together else person.occupation
    return card | record | scores | {"occupation": occupation, "result": person.result}


def _run(samples: Iterable[Sample]) -> tuple[Tally, list[float]]:
    tally, reader, took = Tally(), PictureReader(), []
    for sample in samples:
        started = time.process_time()
        try:
            readings = reader.read(sample.content)
        except Unreadable as refused:
            readings = [PictureReading(kind=f"unreadable: {refused}", confidence=0.0)]
        took.append(time.process_time() - started)
        _score(tally, sample, readings)
    return tally, took


def _score(tally: Tally, sample: Sample, readings: Sequence[PictureReading]) -> None:
    for document in sample.documents:
        kind = KINDS[document["kind"]]
        tally.kinds[kind] += 1
        reading = next((each for each in readings if each.kind == kind), None)
        if reading is None:
            tally.remarks.append(f"{sample.name}: kind {kind} seen as {[each.kind for each in readings]}")
        else:
            tally.kinds_right[kind] += 1
        if kind != "unknown":
            _score_fields(tally, sample, kind, document["fields"], reading)


def _score_fields(
    tally: Tally, sample: Sample, kind: str, wanted: Mapping[str, object], reading: PictureReading | None
) -> None:
    perfect = True
    for key, value in wanted.items():
        if key in NOT_READ:
            continue
        field_name, text = FIELDS.get(key, key), str(value)
        got = reading.fields.get(field_name) if reading is not None else None
        tally.asked[kind, field_name] += 1
        tally.worn[sample.wear] += 1
        tally.sure += got is not None and got.sure
        if got is not None and _same(got.value, text):
            tally.right[kind, field_name] += 1
            tally.worn_right[sample.wear] += 1
            continue
        perfect = False
        tally.wrong_but_sure[kind, field_name] += got is not None and got.sure
        tally.remarks.append(f"{sample.name}: {field_name} is {text!r}, read {_shown(got)}")
    tally.whole[kind] += perfect


def _same(got: str, wanted: str) -> bool:
    return got.replace(" ", "") == wanted.replace(" ", "").replace("（", "(").replace("）", ")")


def _shown(got: Reading | None) -> str:
    return "nothing" if got is None else f"{got.value!r} ({got.confidence:.2f}{', SURE' if got.sure else ''})"


def _print(tally: Tally, took: Sequence[float]) -> None:
    print(f"{'document and field':44} right/asked  wrong but sure")
    for kind in tally.kinds:
        print(f"{kind:44} {tally.kinds_right[kind]:4}/{tally.kinds[kind]:<4} whole: {tally.whole[kind]}")
        for (owner, name), asked in tally.asked.items():
            if owner == kind:
                print(f"    {name:40} {tally.right[owner, name]:4}/{asked:<4} {tally.wrong_but_sure[owner, name]:4}")
    print("by wear: " + ", ".join(f"{wear} {tally.worn_right[wear]}/{asked}" for wear, asked in tally.worn.items()))
    _print_totals(tally)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(took)} files, {sum(took):.1f} s CPU, {len(took) / sum(took):.2f} a second and thread")
    print(f"median {statistics.median(took):.2f} s, slowest {max(took):.1f} s, peak memory {memory} MB")


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
