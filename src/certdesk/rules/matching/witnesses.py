"""What one document says twice must agree: numbers carry dates, levels and places of their own."""

from collections.abc import Callable, Iterator
from datetime import date

from certdesk.rules.certificate_number import NumberingScheme, NumberKind, NumberReading, read_number
from certdesk.rules.identity_number import IdentityKind, Sex, read_identity_number
from certdesk.rules.matching.model import Document, Finding, Source
from certdesk.rules.matching.values import same_sex
from certdesk.rules.wording import Sentence


def inner_findings(document: Document, scheme: NumberingScheme, *, today: date) -> Iterator[Finding]:
    """Yield every contradiction within one document; a value that is not sure witnesses nothing."""
    sure = {name: value.text for name, value in document.values.items() if value.sure and value.text}

    def finding(code: str, sentence: Sentence, *, grave: bool = False) -> Finding:
        return Finding(code=code, key=document.key, sentence=sentence, grave=grave)

    yield from _identity(sure, finding, today)
    yield from _certificate(sure, finding, scheme, today)
    if document.source is Source.ID_EMBLEM_SIDE:
        yield from _validity(sure, finding, today)


_Note = Callable[..., Finding]


def _identity(sure: dict[str, str], finding: _Note, today: date) -> Iterator[Finding]:
    """Check the ID number in itself and against the printed birth date and sex (GB 11643)."""
    number = sure.get("id_number", "")
    if not number or "*" in number:
        return
    reading = read_identity_number(number, on=today)
    if reading.kind is IdentityKind.OTHER:
        return
    for problem in reading.problems:
        yield finding(problem.code, problem.sentence, grave=True)
    printed = _day(sure.get("birth", ""))
    if printed and reading.birth and printed != reading.birth:
        words = Sentence("印刷的出生日期与身份证号码中的出生日期不一致。")
        yield finding("birth_differs_from_number", words, grave=True)
    male = "男" if reading.sex is Sex.MALE else "女"
    if reading.valid and sure.get("sex") and not same_sex(sure["sex"], male):
        yield finding("sex_differs_from_number", Sentence("性别与身份证号码的顺序码不一致。"), grave=True)


def _certificate(sure: dict[str, str], finding: _Note, scheme: NumberingScheme, today: date) -> Iterator[Finding]:
    """Check the certificate number against the date, the level and the body printed beside it (G-20, D-9)."""
    reading = read_number(sure.get("certificate_number", ""), scheme, this_year=today.year)
    if reading.kind is not NumberKind.QUALIFICATION_CERTIFICATE:
        return
    issued = _day(sure.get("issue_date", ""))
    if issued and reading.year and issued.year != reading.year:
        values = {"number": reading.year, "printed": issued.year}
        words = Sentence("编号中的年份是{number}年，发证日期是{printed}年。", values)
        yield finding("year_differs_from_number", words)
    level = sure.get("level", "")
    if reading.level_hint and level.isdigit() and int(level) != reading.level_hint:
        values = {"number": reading.level_hint, "printed": int(level)}
        yield finding(
            "level_differs_from_number", Sentence("编号第11位对应{number}级，等级写的是{printed}级。", values)
        )
    named = _city_named(sure.get("body", ""), reading, scheme)
    if named:
        places = {"number": reading.city.name if reading.city else "", "printed": named}
        yield finding("city_differs_from_number", Sentence("编号是{number}的，机构名称写的是{printed}。", places))


def _city_named(body: str, reading: NumberReading, scheme: NumberingScheme) -> str:
    """Return the city a body's name speaks of, when it is not the number's (G-20)."""
    if reading.city is None or reading.city.name in body:
        return ""
    others = (city.name for code, city in scheme.cities.items() if code != scheme.provincial_city_code)
    return next((name for name in others if name in body), "")


def _validity(sure: dict[str, str], finding: _Note, today: date) -> Iterator[Finding]:
    """An expired card is no hindrance written in the guide, but somebody should know."""
    until, since = _day(sure.get("valid_to", "")), _day(sure.get("valid_from", ""))
    if until and until < today:
        words = Sentence("身份证已于{day}过期，请核对是否本人、是否已换新证。", {"day": until.isoformat()})
        yield finding("card_expired", words)
    if since and since > today:
        yield finding("card_not_yet_valid", Sentence("身份证的有效期还没有开始，请核对日期。"), grave=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None  # 长期, or only a month
