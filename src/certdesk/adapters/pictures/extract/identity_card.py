"""The two sides of the identity card (G-09)."""

import re
from collections.abc import Sequence

from certdesk.adapters.pictures.extract.labels import EMBLEM, PORTRAIT, simplified
from certdesk.adapters.pictures.extract.pairs import Pair, pairs
from certdesk.adapters.pictures.extract.readings import Fields, name_reading, put, reading, unsure
from certdesk.adapters.pictures.extract.values import (
    LONG_TERM,
    read_date,
    read_dates,
    read_ethnicity,
    read_id_number,
    read_name,
    read_sex,
)
from certdesk.adapters.pictures.layout import Word
from certdesk.rules.identity_number import Sex, read_identity_number


def read_portrait_side(words: Sequence[Word]) -> Fields:
    """Read name, sex, ethnicity, birth, address and number."""
    fields: Fields = {}
    for pair in pairs(words, PORTRAIT):
        if pair.value is not None and pair.field not in fields:
            _read(fields, pair, pair.value)
    _find_number(fields, words)
    return _witnessed(fields)


def _read(fields: Fields, pair: Pair, value: Word) -> None:
    if pair.field == "name" and read_name(value.text):
        fields["name"] = name_reading(value, read_name(value.text))
    elif pair.field == "sex":
        put(fields, "sex", value, read_sex(value.text))
    elif pair.field == "ethnicity":
        put(fields, "ethnicity", value, read_ethnicity(value.text))
    elif pair.field == "birth":
        put(fields, "birth", value, read_date(value.text))
    elif pair.field == "address":
        address = simplified(value.text).replace(" ", "")
        put(fields, "address", value, address, agrees=_is_address(address))
    elif pair.field == "id_number":
        number, valid = read_id_number(value.text)
        put(fields, "id_number", value, number, agrees=valid)


def _is_address(text: str) -> bool:
    """Tell whether a text names a place, and nothing of the card's surroundings has run into it."""
    return bool(re.search(r"[省市区县旗]", text)) and not re.search(r"[A-Za-z]{3}", text)


def _find_number(fields: Fields, words: Sequence[Word]) -> None:
    """Take the number wherever it stands when its label was not read: its check character speaks for it."""
    if "id_number" in fields and fields["id_number"].sure:
        return
    for word in words:
        number, valid = read_id_number(word.text)
        if valid:
            fields["id_number"] = reading(word, number)
            return


def _witnessed(fields: Fields) -> Fields:
    """Let a valid number speak on birth and sex: where they disagree, neither is sure."""
    number = fields.get("id_number")
    witness = read_identity_number(number.value if number else "")
    if witness.birth is None or witness.sex is None:
        return fields
    sex = "男" if witness.sex is Sex.MALE else "女"
    for name, value in (("birth", witness.birth.isoformat()), ("sex", sex)):
        if name in fields and fields[name].value != value:
            fields[name] = unsure(fields[name])
    return fields


def read_emblem_side(words: Sequence[Word]) -> Fields:
    """Read the issuing authority and the validity."""
    fields: Fields = {}
    for pair in pairs(words, EMBLEM):
        if pair.value is None:
            continue
        if pair.field == "authority" and "authority" not in fields:
            authority = simplified(pair.value.text).replace(" ", "")
            put(fields, "authority", pair.value, authority, agrees="公安" in authority)
        elif pair.field == "validity" and "valid_from" not in fields:
            _read_validity(fields, pair.value)
    if "valid_from" not in fields:
        for word in words:
            if len(read_dates(word.text)) == 2 or LONG_TERM in simplified(word.text):  # noqa: PLR2004
                _read_validity(fields, word)
    return fields


def _read_validity(fields: Fields, word: Word) -> None:
    dates = read_dates(word.text)
    put(fields, "valid_from", word, dates[0] if dates else "")
    until = LONG_TERM if LONG_TERM in simplified(word.text) else dates[1] if len(dates) > 1 else ""
    put(fields, "valid_to", word, until, agrees=bool(dates) and until > dates[0])
