"""Accuracy on pictures that nothing was tuned on: other people, other surroundings, other layouts, and none of ours.

    python -m bench.unseen [--people N] [--from INDEX] [--wrong] [--only TEXT]

Certificates under a scratched plastic cover or with a seal and handwriting across them; screenshots within a long chat,
a desktop or a dark one; two documents on one picture; screens photographed from aside; and pictures that show no
material at all: a receipt, a bank card, a driving licence, a chat, a notice that lists all labels, a landscape, an
empty sheet.
"""

import argparse
import io
import random
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bench.pictures import Sample, _print, _run, _truth
from bench.worn import _screened, jpeg, on_table
from PIL import Image

from certdesk.adapters.specimens import (
    SpecimenPerson,
    emblem_side,
    example_person,
    lookup_screenshot,
    original_certificate,
    portrait_side,
)
from certdesk.adapters.specimens.booklets import Version
from certdesk.adapters.specimens.foreign import FOREIGN
from certdesk.adapters.specimens.screens import Layout, Site
from certdesk.adapters.specimens.surroundings import in_a_chat, on_a_desktop, sealed, under_plastic

Drawn = tuple[str, bytes, list[Mapping[str, Any]]]


def main() -> int:
    """Read every picture once and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=4)
    parser.add_argument("--from", dest="first", type=int, default=700, help="number of the first person")
    parser.add_argument("--wrong", action="store_true", help="print each value that differs")
    parser.add_argument("--only", default="", help="only pictures whose name has this text")
    options = parser.parse_args()
    drawn = (one for index in range(options.people) for one in pictures(options.first + index))
    samples = [Sample(name, name.partition("/")[0], content, truth) for name, content, truth in drawn]
    tally, took = _run(sample for sample in samples if options.only in sample.name)
    _print(tally, took)
    if options.wrong:
        print(*tally.remarks, sep="\n")
    return 0


def pictures(index: int) -> Iterator[Drawn]:
    """Draw everything for one fictional person."""
    person, chance = example_person(index), random.Random(index)  # noqa: S311  (a seed, not a secret)
    site: Site = "ln" if index % 2 else "zscx"
    versions: tuple[Version, ...] = ("2015", "2018", "dot_matrix")
    for version in versions:
        sheet = _image(original_certificate(person, version))
        truth = [{"kind": "cert", "fields": _truth(person, "cert", f"certificate {version}")}]
        yield (
            f"plastic cover/{version}/{index}",
            jpeg(under_plastic(on_table(sheet, chance, chance.uniform(-8, 8)), chance)),
            truth,
        )
        yield f"seal and pen/{version}/{index}", jpeg(sealed(sheet, chance)), truth
    layouts: tuple[Layout, ...] = ("list", "table", "phone", "phone_dark")
    for layout in layouts:
        shot = _image(lookup_screenshot(person, site, layout))
        truth = [{"kind": "lookup", "fields": _truth(person, "lookup", f"lookup {site} {layout}")}]
        if layout.startswith("phone"):
            yield f"long chat/{layout}/{index}", jpeg(in_a_chat(shot, chance), quality=75), truth
        else:
            yield f"desktop/{layout}/{index}", jpeg(on_a_desktop(shot, dark=bool(index % 3 == 0)), quality=82), truth
        yield f"off a screen/{layout}/{index}", jpeg(_photographed(shot, chance)), truth
    yield from _together(person, chance, index)
    yield from _foreign(person, chance, index)


def _together(person: SpecimenPerson, chance: random.Random, index: int) -> Iterator[Drawn]:
    portrait, emblem = _image(portrait_side(person)), _image(emblem_side(person))
    both = [
        {"kind": "id_front", "fields": _truth(person, "id_front", "")},
        {"kind": "id_back", "fields": _truth(person, "id_back", "")},
    ]
    sheet = Image.new("RGB", (1240, 1754), (252, 252, 250))
    for number, card in enumerate((portrait, emblem)):
        sheet.paste(card.resize((856, 540)), (192, 260 + number * 700))
    yield f"two on a sheet/a4/{index}", jpeg(sheet.rotate(chance.uniform(-2, 2), fillcolor="white")), both
    table = Image.new("RGB", (2200, 1000), (120, 96, 70))
    table.paste(portrait.resize((1000, 630)), (60, 180))
    table.paste(emblem.resize((1000, 630)), (1140, 160))
    yield f"side by side/table/{index}", jpeg(table), both


def _foreign(person: SpecimenPerson, chance: random.Random, index: int) -> Iterator[Drawn]:
    for name, draw in FOREIGN.items():
        yield f"foreign/{name}/{index}", jpeg(draw(person, chance)), [{"kind": "other", "fields": {}}]


def _image(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def _photographed(shot: Image.Image, chance: random.Random) -> Image.Image:
    """Photograph a monitor from aside."""
    framed = Image.new("RGB", (shot.width + 120, shot.height + 120), (14, 14, 16))
    framed.paste(shot, (60, 60))
    return _screened(on_table(framed, chance, chance.uniform(-5, 5), chance.uniform(0.02, 0.12)))


if __name__ == "__main__":
    sys.exit(main())
