"""Whose certificates a mail speaks of: one holder as a rule, several as proposals for an officer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from certdesk.rules.business import Business
from certdesk.rules.business_words import BusinessWords
from certdesk.rules.mail_text.certificates import certificate_numbers, identity_numbers, levels, occupations
from certdesk.rules.mail_text.found import Found, Person, Source
from certdesk.rules.mail_text.labels import Hit, Label
from certdesk.rules.mail_text.names import MISPRINT, labelled_name, lone_names
from certdesk.rules.mail_text.occupations import mentioned_occupation, read_level
from certdesk.rules.mail_text.reading import Reading, Vocabulary
from certdesk.rules.mail_text.roles import Agency, find_agency, find_self

MANY = 50  # proposals; a longer list is a spreadsheet's business
FIELDS = ("name", "id_number", "certificate_number", "occupation", "level")
PERSONAL = ("name", "id_number")
UNNAMED_AGENT = "发件人替持证人办理，没有写自己的姓名"
SUBJECT_WORDS = (
    "国家职业资格证书", "职业资格证书", "职业技能证书", "技能等级证书", "资格证书", "证书", "申请书", "申请表",
    "申请", "办理", "补办", "补发", "补证明", "补开证明", "换发",
    "换证", "开具证明", "开证明", "证明", "丢失", "遗失", "丢了", "材料", "资料", "关于", "邮件", "出国",
    "境外", "就业", "错误", "信息", "更改", "修改", "更正", "补交",
    "提交", "附件", "本人", "姓名", "省直", "辽宁省", "辽宁", "咨询", "转发", "回复", "Fw", "Re", "的",
)  # fmt: skip


def find_people(
    readings: Sequence[Reading], known: Vocabulary, words: Mapping[Business, BusinessWords], agency: Agency | None
) -> tuple[Person, ...]:
    """Gather the holders. Never empty: a mail that names nobody still has one holder, unknown."""
    identities = list(chain.from_iterable(map(identity_numbers, readings)))
    certificates = [found for reading in readings for found in certificate_numbers(reading, known)]
    names = [found for reading in readings for found in _labelled_names(reading)]
    held = [found for found in identities if not _is_agents(readings, found)]
    if _several(held, certificates):
        return _grouped(readings, known, [*_pairs("name", names), *_pairs("id_number", held),
                                          *_pairs("certificate_number", certificates)])  # fmt: skip
    jobs = [found for reading in readings for found in occupations(reading, known)]
    ranks = [found for reading in readings for found in levels(reading, [job for job in jobs if _is_in(job, reading)])]
    name = _name(readings, names, words, agency)
    return (
        Person(
            name=name,
            id_number=best(held),
            certificate_number=best(certificates),
            occupation=best(jobs),
            level=best(ranks),
        ),
    )


def best(candidates: Iterable[Found]) -> Found | None:
    """Take the first sure value, else the first."""
    listed = list(candidates)
    return next((found for found in listed if found.sure), listed[0] if listed else None)


def _is_in(found: Found, reading: Reading) -> bool:
    return found.span.source is reading.source


def _pairs(field: str, found: Iterable[Found]) -> Iterator[tuple[str, Found]]:
    return ((field, item) for item in found)


def _several(identities: Sequence[Found], certificates: Sequence[Found]) -> bool:
    """Two identity numbers, or two certificates, that are really different and really numbers."""
    return any(len({found.value for found in group if found.sure}) > 1 for group in (identities, certificates))


def _labelled_names(reading: Reading) -> Iterator[Found]:
    for hit, start, end in reading.regions(Label.NAME):
        name = labelled_name(reading.text, start, end)
        if name is not None and (hit.explicit or name.known) and not MISPRINT.match(reading.folded, hit.word_end):
            why = "写明的姓名" if name.known else "写明的姓名，姓氏少见，请核对"
            yield reading.found(name.value, name.start, name.end, why, sure=hit.explicit or name.known)


def _is_agents(readings: Sequence[Reading], found: Found) -> bool:
    """Tell whether a number stands below 代办人 and not below a holder's name."""
    reading = next(reading for reading in readings if _is_in(found, reading))
    owners = [hit for hit in reading.hits if hit.label in {Label.AGENT, Label.NAME} and hit.start < found.span.start]
    return bool(owners) and owners[-1].label is Label.AGENT and not _holder_is_named(reading, owners[-1])


def _holder_is_named(reading: Reading, agent: Hit) -> bool:
    """Tell whether 持证人身份证号 or the like stands between the agent's label and what follows."""
    return "持证人" in reading.folded[agent.end : agent.end + 60]


def _name(
    readings: Sequence[Reading],
    labelled: Sequence[Found],
    words: Mapping[Business, BusinessWords],
    agency: Agency | None,
) -> Found | None:
    """Find the holder's name: labelled, spoken of by an agent, spoken by himself, in the subject, alone on a line."""
    distinct = {found.value for found in labelled}
    if labelled:
        first = best(labelled)
        return first if len(distinct) == 1 or first is None else replace(first, sure=False)
    body = readings[0]
    if agency is not None:
        holder = agency.holder
        return body.found(holder.value, holder.start, holder.end, "代办人写明的持证人", sure=False) if holder else None
    spoken = [found for reading in readings if (found := _spoken(reading)) is not None]
    in_subject = [
        found for reading in readings if reading.source is Source.SUBJECT for found in _in_subject(reading, words)
    ]
    alone = [
        reading.found(name.value, name.start, name.end, "单独写出的姓名", sure=False)
        for reading in readings
        if reading.source is not Source.SUBJECT
        for name in lone_names(reading.text)
    ]
    return best([*spoken, *in_subject, *alone])


def _spoken(reading: Reading) -> Found | None:
    name = find_self(reading.folded)
    if name is None:
        return None
    value = reading.text[name.start : name.end]
    return reading.found(value, name.start, name.end, "发件人自称的姓名", sure=name.known)


def _in_subject(reading: Reading, words: Mapping[Business, BusinessWords]) -> Iterator[Found]:
    """Find a name that remains of a subject when the business is taken away: 证书丢失补证明-张三."""
    official = [subject for entry in words.values() for subject in entry.subjects]
    rest = reading.text
    for phrase in sorted([*official, *SUBJECT_WORDS], key=len, reverse=True):
        rest = re.sub(re.escape(phrase), lambda match: " " * len(match[0]), rest, flags=re.IGNORECASE)
    rest = re.sub(r"[-_—+&~·.:：【】\[\]0-9]", " ", rest)
    whole = {(name.start, name.end) for name in lone_names(re.sub(r"[-_—+&~·.:：【】\[\]]", " ", reading.text))}
    for name in lone_names(rest):
        sure = (name.start, name.end) in whole
        yield reading.found(name.value, name.start, name.end, "邮件主题中的姓名", sure=sure)


def _grouped(readings: Sequence[Reading], known: Vocabulary, events: list[tuple[str, Found]]) -> tuple[Person, ...]:
    """Form proposals in the order of the text: a value that comes again, and differs, begins the next one."""
    events += [event for reading in readings for event in _row_events(reading, known, events)]
    order = {reading.source: index for index, reading in enumerate(readings)}
    events.sort(key=lambda event: (order[event[1].span.source], event[1].span.start))
    people: list[dict[str, Found]] = []
    current: dict[str, Found] = {}
    for field, found in events:
        present = current.get(field)
        if present is not None and present.value == found.value:
            continue
        if present is not None:
            people.append(current)
            # A second certificate is the same person's; a second name or identity number is another's.
            current = {} if field in PERSONAL else {key: current[key] for key in PERSONAL if key in current}
        current[field] = found
    people.append(current)
    for reading in readings:
        _add_by_place(people, reading, known)
    return tuple(_person(fields) for fields in people[:MANY])


def _add_by_place(people: Sequence[dict[str, Found]], reading: Reading, known: Vocabulary) -> None:
    """Give each occupation and level written below a person to that person, where his own row had none."""
    begins = [
        min((found.span.start for found in each.values() if _is_in(found, reading)), default=-1) for each in people
    ]
    jobs = list(occupations(reading, known))
    for field, found in [*_pairs("occupation", jobs), *_pairs("level", levels(reading, jobs))]:
        above = [place for place in zip(begins, people, strict=True) if 0 <= place[0] <= found.span.start]
        if above:
            max(above, key=lambda place: place[0])[1].setdefault(field, found)


def _person(fields: Mapping[str, Found]) -> Person:
    return Person(**{field: fields.get(field) for field in FIELDS})


def _row_events(
    reading: Reading, known: Vocabulary, events: Sequence[tuple[str, Found]]
) -> Iterator[tuple[str, Found]]:
    """Read the rows of a list: the name, occupation and level on the line of each number."""
    numbers = [found for field, found in events if field != "name" and _is_in(found, reading)]
    named = {found.span.start for field, found in events if field == "name" and _is_in(found, reading)}
    lines = {reading.text.rfind("\n", 0, found.span.start) + 1 for found in numbers}
    for start in sorted(lines):
        stop = reading.text.find("\n", start)
        end = len(reading.text) if stop < 0 else stop
        line = reading.text[start:end]
        if not any(start <= position < end for position in named):
            for name in lone_names(line)[:1]:
                yield (
                    "name",
                    reading.found(name.value, start + name.start, start + name.end, "名单中的姓名", sure=name.known),
                )
        job = mentioned_occupation(line, known.occupations)
        if job is not None:
            yield (
                "occupation",
                reading.found(job.value, start + job.start, start + job.end, "名单中的职业（工种）", sure=job.known),
            )
        rank = read_level(line, 0, len(line))
        if rank is not None:
            yield (
                "level",
                reading.found(rank.value, start + rank.start, start + rank.end, "名单中的等级", sure=rank.known),
            )


def find_agent(reading: Reading) -> tuple[Agency | None, Found | None]:
    """Recognise that somebody writes for the holder, and who."""
    agency = find_agency(reading.folded)
    for _, start, end in reading.regions(Label.AGENT):
        name = labelled_name(reading.text, start, end)
        if name is not None:
            return agency, reading.found(name.value, name.start, name.end, "写明的代办人", sure=True)
    if agency is None:
        return None, None
    speaker = find_self(reading.folded)
    if speaker is not None and (agency.holder is None or speaker.value != agency.holder.value):
        value = reading.text[speaker.start : speaker.end]
        return agency, reading.found(value, speaker.start, speaker.end, "发件人替持证人办理", sure=False)
    return agency, reading.found(agency.relation, agency.start, agency.end, UNNAMED_AGENT, sure=False)
