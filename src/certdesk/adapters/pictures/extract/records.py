"""The fields of one certificate, as a look-up shows them and as the certificate itself prints them (G-10, G-11)."""

import re
from collections.abc import Mapping, Sequence

from certdesk.adapters.pictures.extract.labels import CERTIFICATE, LOOKUP, simplified
from certdesk.adapters.pictures.extract.pairs import Pair, pairs
from certdesk.adapters.pictures.extract.readings import Fields, name_reading, put, reading, unsure
from certdesk.adapters.pictures.extract.tables import table_records
from certdesk.adapters.pictures.extract.values import (
    agreeing_parts,
    is_body,
    is_occupation,
    read_certificate_number,
    read_date,
    read_id_number,
    read_level,
    read_name,
    read_result,
    read_score,
    read_sex,
    split_level,
)
from certdesk.adapters.pictures.layout import Word

Record = Mapping[str, Word]

_SITES = (("ln", re.compile(r"nvq\.net|辽宁.{0,8}查询")), ("zscx", re.compile(r"osta\.org|全国.{0,4}查询")))
_PERSON = ("name", "id_number", "sex", "birth")


def read_lookup(words: Sequence[Word]) -> list[Fields]:
    """Read every certificate that a look-up result shows, in order of appearance."""
    records = table_records(words) or _listed_records(pairs(words, LOOKUP))
    site = _site(words)
    found = []
    for record in records:
        fields = _fields(record)
        if site is not None:
            put(fields, "site", site[1], site[0])
        found.append(fields)
    return [fields for fields in found if len(fields) > 1] or found[:1]


def read_certificate(words: Sequence[Word]) -> Fields:
    """Read the original certificate."""
    record: dict[str, Word] = {}
    for pair in pairs(words, CERTIFICATE):
        if pair.value is not None and pair.field not in record:
            record[pair.field] = pair.value
    fields = _fields(record)
    if "body" not in fields:
        _find_body(fields, words)
    return fields


def _listed_records(found: Sequence[Pair]) -> list[Record]:
    """Part labelled values into records: a label that comes again begins the next certificate of the same person."""
    records: list[dict[str, Word]] = [{}]
    for pair in found:
        if pair.value is None:
            continue
        if pair.field in records[-1] and pair.field not in _PERSON:
            shared = {name: word for name, word in records[-1].items() if name in _PERSON}
            records.append(shared)
        if pair.field not in records[-1]:
            records[-1][pair.field] = pair.value
    return list(records)


def _fields(record: Record) -> Fields:
    fields: Fields = {}
    name = record.get("name")
    if name is not None and read_name(name.text):
        fields["name"] = name_reading(name, read_name(name.text))
    _put_numbers(fields, record)
    _put_dates(fields, record)
    _put_occupation(fields, record)
    for field in ("theory_score", "practice_score"):
        put(fields, field, record.get(field), read_score(_text(record, field)))
    put(
        fields,
        "result",
        record.get("result"),
        read_result(_text(record, "result")) or read_score(_text(record, "result")),
    )
    put(fields, "sex", record.get("sex"), read_sex(_text(record, "sex")))
    body = simplified(_text(record, "body")).replace(" ", "")
    put(fields, "body", record.get("body"), body, agrees=is_body(body))
    return _witnessed(fields)


def _text(record: Record, field: str) -> str:
    word = record.get(field)
    return "" if word is None else word.text


def _put_numbers(fields: Fields, record: Record) -> None:
    number, valid = read_id_number(_text(record, "id_number"))
    put(fields, "id_number", record.get("id_number"), number, agrees=valid)
    put(
        fields,
        "certificate_number",
        record.get("certificate_number"),
        read_certificate_number(_text(record, "certificate_number")),
    )


def _put_dates(fields: Fields, record: Record) -> None:
    for field in ("birth", "issue_date"):
        put(fields, field, record.get(field), read_date(_text(record, field)))


def _put_occupation(fields: Fields, record: Record) -> None:
    both = record.get("occupation_and_level")
    if both is not None:
        occupation, level_text = split_level(simplified(both.text))
        put(fields, "occupation", both, occupation, agrees=is_occupation(occupation))
        level, agrees = read_level(level_text)
        put(fields, "level", both, level, agrees=agrees)
    word = record.get("occupation")
    if word is not None and "occupation" not in fields:
        occupation = simplified(word.text).replace(" ", "")
        put(fields, "occupation", word, occupation, agrees=is_occupation(occupation))
    level, agrees = read_level(_text(record, "level"))
    if level and "level" not in fields:
        put(fields, "level", record.get("level"), level, agrees=agrees)
    direction = simplified(_text(record, "direction")).replace(" ", "")
    if re.search(r"[一-龥]", direction):
        put(fields, "direction", record.get("direction"), direction)


def _witnessed(fields: Fields) -> Fields:
    """Let number, date and level of a certificate speak for each other; a lone number is not sure."""
    number = fields.get("certificate_number")
    if number is None:
        return fields
    date_, level = fields.get("issue_date"), fields.get("level")
    if not agreeing_parts(number.value, date_.value if date_ else "", level.value if level else ""):
        fields["certificate_number"] = unsure(number)
    return fields


def _site(words: Sequence[Word]) -> tuple[str, Word] | None:
    for word in words:
        text = simplified(word.text).lower().replace(" ", "")
        for site, pattern in _SITES:
            if pattern.search(text):
                return site, word
    return None


def _find_body(fields: Fields, words: Sequence[Word]) -> None:
    """Take the line under the seal: the name of a centre, without a label."""
    for word in reversed(words):
        text = simplified(word.text).replace(" ", "")
        if re.fullmatch(r"[一-龥]{2,20}(?:鉴定|指导|评价|考试|人事)[一-龥]{0,8}(?:中心|所|站|局|厅)", text):
            fields["body"] = reading(word, text)
            return
