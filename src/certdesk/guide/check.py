"""Looks the guide's data over and says what is doubtful. It never mends anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from certdesk.guide.model import Guide
from certdesk.rules.wording import Sentence

NOTICE_MONTH = 11  # next year's notice is out by November, as 2023's to 2026's were


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One doubtful thing: a stable code, the row it is about, and a sentence for the operator."""

    code: str
    row: str
    sentence: Sentence


def findings(guide: Guide, *, on: date) -> tuple[Finding, ...]:
    """List everything doubtful in the data, as seen on the day ``on``."""
    return (
        *_codes_and_offices(guide),
        *_telephones(guide),
        *_addresses(guide),
        *_calendar_years(guide, on),
        *_unconfirmed_entries(guide),
        *_rows_without_clause(guide),
    )


def _codes_and_offices(guide: Guide) -> Iterator[Finding]:
    """Find codes and offices that do not match one to one (G-21, G-22)."""
    cities = guide.rulebook.numbering.cities
    for city in cities.values():
        if city.office_code not in guide.offices:
            sentence = Sentence("市级代码{code}（{name}）没有对应的单位。", {"code": city.code, "name": city.name})
            yield Finding(code="city_without_office", row=city.code, sentence=sentence)
    answered = [city.office_code for city in cities.values()]
    for office in guide.offices.values():
        if answered.count(office.code) != 1:
            values: dict[str, object] = {"code": office.code, "name": office.name, "count": answered.count(office.code)}
            sentence = Sentence("单位{code}（{name}）对应{count}个市级代码，应为1个。", values)
            yield Finding(code="office_without_city", row=office.code, sentence=sentence)
    provincial = guide.rulebook.numbering.provincial_city_code
    if provincial not in cities:
        sentence = Sentence("省本级代码{code}不在市地代码对照表中。", {"code": provincial})
        yield Finding(code="provincial_code_unknown", row=provincial, sentence=sentence)


def _telephones(guide: Guide) -> Iterator[Finding]:
    """Find telephones that do not begin with an area code in use at their place (D-2)."""
    for city in guide.rulebook.numbering.cities.values():
        office = guide.offices.get(city.office_code)
        for telephone in office.telephones if office else ():
            if city.area_codes and telephone.partition("-")[0] not in city.area_codes:
                values = {"telephone": telephone, "name": city.name, "codes": "、".join(city.area_codes)}
                sentence = Sentence("电话{telephone}的区号与{name}（{codes}）不符。", values)
                yield Finding(code="telephone_area_code", row=city.office_code, sentence=sentence)


def _addresses(guide: Guide) -> Iterator[Finding]:
    """Find addresses that do not name their place (D-8)."""
    for city in guide.rulebook.numbering.cities.values():
        office = guide.offices.get(city.office_code)
        if office and city.seat not in office.address:
            values = {"address": office.address, "seat": city.seat}
            sentence = Sentence("地址“{address}”没有写明城市（{seat}）。", values)
            yield Finding(code="address_without_city", row=city.office_code, sentence=sentence)


def _calendar_years(guide: Guide, on: date) -> Iterator[Finding]:
    """Find gaps, this year's notice if it is not in, and from November on the next one's (D-6)."""
    published = guide.calendar.published_years
    wanted = {on.year, on.year + 1 if on.month >= NOTICE_MONTH else on.year}
    if published:
        wanted.update(range(min(published), max(published)))
    for year in sorted(wanted):
        if year not in published:
            sentence = Sentence("缺少{year}年放假安排，涉及该年的期限只能暂计。", {"year": year})
            yield Finding(code="calendar_year_missing", row=str(year), sentence=sentence)


def _unconfirmed_entries(guide: Guide) -> Iterator[Finding]:
    """Name the catalogue rows whose wording has not been compared with the announcement itself."""
    for catalogue in guide.rulebook.catalogues:
        doubtful = [entry.number for entry in catalogue.entries if entry.confidence != "high"]
        if doubtful:
            values = {"title": catalogue.title, "numbers": "、".join(doubtful)}
            sentence = Sentence("{title}中{numbers}的名称尚未与公告原文核对。", values)
            yield Finding(code="catalogue_unconfirmed", row=catalogue.version, sentence=sentence)


def _rows_without_clause(guide: Guide) -> Iterator[Finding]:
    """Find rows that do not cite the clause they rest on."""
    for row, clause in _cited_rows(guide):
        if not clause:
            sentence = Sentence("“{row}”没有注明依据的条款。", {"row": row})
            yield Finding(code="row_without_clause", row=row, sentence=sentence)


def _cited_rows(guide: Guide) -> Iterator[tuple[str, str]]:
    yield from ((f"cities {city.code}", city.clause) for city in guide.rulebook.numbering.cities.values())
    yield from ((f"offices {office.code}", office.clause) for office in guide.offices.values())
    for rule in guide.businesses.values():
        yield f"businesses {rule.business}", rule.clause
        yield from ((f"businesses {rule.business} {item.material}", item.clause) for item in rule.materials)
    yield from ((f"lookup_sites {site.code}", site.clause) for site in guide.lookup_sites)
    yield "pickup", guide.pickup.clause
    yield from ((f"legal_basis {basis.code}", basis.clause) for basis in guide.legal_basis)
    yield from ((f"calendars {notice.year}", notice.clause) for notice in guide.year_notices)
    for catalogue in guide.rulebook.catalogues:
        yield f"catalogue {catalogue.version}", catalogue.clause
        yield from ((f"catalogue {entry.number}", entry.clause) for entry in catalogue.entries)
        yield from ((f"former_names {former.former}", former.clause) for former in catalogue.former_names)
        yield from ((f"traps {'、'.join(trap.names)}", trap.clause) for trap in catalogue.traps)
