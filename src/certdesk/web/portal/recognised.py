"""What was read of a form's files while it is filled in: which material each is, and what the form can take over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from certdesk.ports.reader import PictureReading
from certdesk.rules.business import Material
from certdesk.stages.evidence.adopt import WHERE, agreed_value
from certdesk.stages.evidence.held import Held, held_files
from certdesk.web.labels import label
from certdesk.web.uploads import HeldFile, Uploads

ANY = frozenset({"other", "files"})  # fields that take every material


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """One file of a form with what the desk can say about it; ``css`` is the tone."""

    file: HeldFile
    waiting: bool
    words: str
    css: str
    kinds: frozenset[str]

    @property
    def key(self) -> str:
        """What the form calls this file."""
        return f"{self.file.field}/{self.file.sha256}"


def recognise(files: Sequence[HeldFile]) -> list[Recognised]:
    """Say of each file what it was recognised as; one not read yet is waited for."""
    known = held_files(file.sha256 for file in files)
    return [_recognised(file, known.get(file.sha256)) for file in files]


def _recognised(file: HeldFile, held: Held | None) -> Recognised:
    if held is None or held.waiting:
        return Recognised(file=file, waiting=True, words=gettext("正在识别……"), css="soft", kinds=frozenset())
    kinds = frozenset(reading.kind for reading in held.readings if reading.kind in set(Material))
    css, words = _said(file.field, held, kinds)
    return Recognised(file=file, waiting=False, words=words, css=css, kinds=kinds)


def _said(field: str, held: Held, kinds: frozenset[str]) -> tuple[str, str]:
    """Say what a file is, and what to do better."""
    if held.failed:
        return "warn", gettext("没能自动识别，不影响提交，由经办人查看。")
    if not kinds:
        advice = gettext(held.advice) if held.advice else gettext("没有认出是哪一种材料，由经办人查看。")
        return "warn", advice
    names = gettext("、").join(label("material", kind) for kind in sorted(kinds))
    if field not in ANY and field not in kinds:
        words = gettext("这是{found}，不是{wanted}；已按{found}收下，请再上传{wanted}。")
        return "warn", words.format(found=names, wanted=label("material", field))
    if held.advice:
        return "warn", gettext("已认出：{names}。{advice}").format(names=names, advice=gettext(held.advice))
    return "good", gettext("已认出：{names}。").format(names=names)


def materials_in(recognised: Iterable[Recognised]) -> frozenset[str]:
    """Return the materials of a form: what was recognised, and else what its field is for."""
    found: set[str] = set()
    for one in recognised:
        found |= one.kinds or {one.file.field}
    return frozenset(found)


def values_in(files: Sequence[HeldFile]) -> Mapping[str, str]:
    """Return the values on which all sure readings of a form's files agree."""
    readings: list[PictureReading] = []
    for held in held_files(file.sha256 for file in files).values():
        readings += held.readings
    found = {name: agreed_value(readings, name) for name in WHERE}
    return {name: value for name, value in found.items() if value}


def guess_in(files: Sequence[HeldFile]) -> str:
    """Return a certificate number that was read, though not surely, for the holder to check."""
    for held in held_files(file.sha256 for file in files).values():
        for reading in held.readings:
            if "certificate_number" in reading.fields:
                return reading.fields["certificate_number"].value
    return ""


def still_wanted(recognised: Sequence[Recognised], wanted: Iterable[str]) -> str:
    """Say which materials are still to be uploaded, once everything that came was looked at."""
    if not recognised or any(one.waiting for one in recognised):
        return ""
    there = materials_in(recognised)
    lacking = [label("material", material) for material in wanted if material not in there]
    if not lacking:
        return gettext("材料已经齐全。")
    return gettext("还需要上传：{names}。").format(names=gettext("、").join(lacking))


def told(uploads: Uploads, recognised: Sequence[Recognised], values: Mapping[str, str], notice: str) -> JsonResponse:
    """Tell a form's script what became of its files."""
    return JsonResponse(
        {
            "token": uploads.token,
            "files": [_as_json(one) for one in recognised],
            "mistakes": [{"field": mistake.field, "words": mistake.words} for mistake in uploads.mistakes],
            "values": values,
            "notice": notice,
            "waiting": any(one.waiting for one in recognised),
        }
    )


def _as_json(one: Recognised) -> dict[str, object]:
    size = filesizeformat(one.file.size)
    return {
        "field": one.file.field,
        "key": one.key,
        "name": one.file.name,
        "size": size,
        "words": one.words,
        "css": one.css,
    }
