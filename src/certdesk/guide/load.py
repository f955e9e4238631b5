"""From the data files to one frozen ``Guide``."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from certdesk.guide.calendar_files import read_calendar
from certdesk.guide.catalogue_file import read_catalogue
from certdesk.guide.model import BusinessRule, Guide, GuideNote, LegalBasis, LookupSite, Pickup, Quotation
from certdesk.guide.rows import GuideDamaged, Row, by_code
from certdesk.guide.text_files import read_texts
from certdesk.rules.business import Business, Material
from certdesk.rules.business_words import BusinessWords
from certdesk.rules.catalogue import Catalogue
from certdesk.rules.certificate_number import City, NumberingScheme
from certdesk.rules.deadlines import Limits
from certdesk.rules.materials import RequiredMaterial
from certdesk.rules.offices import Office, OfficeNote
from certdesk.rules.rulebook import Rulebook

SHIPPED = "liaoning.toml"


@cache
def load_guide(path: Path | None = None) -> Guide:
    """Read the guide at ``path``, or the one that ships with the program; read once, then remembered.

    Raises:
        GuideDamaged: a file is absent or unreadable, or a row lacks what it needs; the text names both.
    """
    folder = files("certdesk.guide") if path is None else path.parent
    root = _read(folder, SHIPPED if path is None else path.name)
    offices = {code: _office(row, root.texts("on_desk")) for code, row in by_code(root.rows("offices")).items()}
    businesses = _businesses(root)
    calendar, notices = read_calendar(_calendar_rows(folder, root))
    return Guide(
        name=root.text("name"),
        province_name=root.text("province_name"),
        time_zone=_time_zone(root),
        reference_prefix=root.text("reference_prefix"),
        mailbox_address=root.text("mailbox_address"),
        supplement_answer_days=root.number("supplement_answer_days"),
        rulebook=Rulebook(
            numbering=_numbering(root, offices),
            catalogues=_catalogues(folder, root),
            materials=MappingProxyType({business: rule.materials for business, rule in businesses.items()}),
            lookup_sites=tuple(f"{row.text('name')}（{row.text('host')}）" for row in root.rows("lookup_sites")),
            handwritten_before=root.row("scope").number("handwritten_before"),
        ),
        offices=MappingProxyType(offices),
        businesses=MappingProxyType(businesses),
        calendar=calendar,
        limits=_limits(root.row("limits")),
        lookup_sites=tuple(_lookup_site(row) for row in root.rows("lookup_sites")),
        pickup=_pickup(root.row("pickup")),
        legal_basis=tuple(_legal_basis(row) for row in root.rows("legal_basis")),
        notes=tuple(GuideNote(code=row.text("code"), text=row.text("text")) for row in root.rows("notes")),
        quotations=MappingProxyType(
            {code: _quotation(row) for code, row in by_code(root.rows("quotations", required=False)).items()}
        ),
        year_notices=notices,
        letter_texts=read_texts(_text_rows(folder, root)),
    )


def _read(folder: Traversable, name: str) -> Row:
    """Parse one TOML or JSON file into its outermost table."""
    try:
        text = folder.joinpath(name).read_text(encoding="utf-8")
        values: Any = json.loads(text) if name.endswith(".json") else tomllib.loads(text)
    except OSError as fault:
        raise GuideDamaged(name, "整个文件", f"无法读取（{fault.strerror}）") from None
    except ValueError as fault:  # bad JSON, bad TOML, not UTF-8
        raise GuideDamaged(name, "整个文件", f"格式错误（{fault}）") from None
    if not isinstance(values, dict):
        raise GuideDamaged(name, "整个文件", "最外层应是一个表")
    return Row(name, "文件开头", values)


def _calendar_rows(folder: Traversable, root: Row) -> list[Row]:
    """Read every year's file; a guide that names no folder uses the shipped calendars, which are national."""
    name = root.text("calendars", default="")
    years = folder.joinpath(name) if name else files("certdesk.guide").joinpath("calendars")
    if not years.is_dir():
        raise root.damaged(f"没有文件夹“{name}”")
    return [_read(years, item.name) for item in years.iterdir() if item.name.endswith(".toml")]


def _text_rows(folder: Traversable, root: Row) -> list[Row]:
    """Read the wording of letters; a guide that names no folder uses the shipped one."""
    name = root.text("texts", default="")
    texts = folder.joinpath(name) if name else files("certdesk.guide").joinpath("texts")
    if not texts.is_dir():
        raise root.damaged(f"没有文件夹“{name}”")
    return [_read(texts, item.name) for item in texts.iterdir() if item.name.endswith(".toml")]


def _catalogues(folder: Traversable, root: Row) -> tuple[Catalogue, ...]:
    catalogues = sorted(
        (read_catalogue(_read(folder, name)) for name in root.texts("catalogues")),
        key=lambda catalogue: catalogue.effective_from,
    )
    if not catalogues:
        raise root.damaged("“catalogues”不能为空")
    return tuple(catalogues)


def _time_zone(root: Row) -> ZoneInfo:
    name = root.text("time_zone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise root.damaged(f"没有时区“{name}”") from None


def _numbering(root: Row, offices: Mapping[str, Office]) -> NumberingScheme:
    row = root.row("numbering")
    enquiries = offices.get(row.text("enquiries_office"))
    if enquiries is None:
        raise row.damaged("“enquiries_office”不在单位表中")
    return NumberingScheme(
        province_code=row.text("province_code"),
        province_name=root.text("province_name"),
        provincial_city_code=row.text("provincial_city_code"),
        cities=MappingProxyType({code: _city(city) for code, city in by_code(root.rows("cities")).items()}),
        enquiries_name=enquiries.name,
        enquiries_telephones=enquiries.telephones,
        first_year=row.number("first_year"),
    )


def _city(row: Row) -> City:
    return City(
        code=row.text("code"),
        name=row.text("name"),
        office_code=row.text("office"),
        seat=row.text("seat", default=""),
        area_codes=row.texts("area_codes", required=False),
        clause=row.text("clause", default=""),
    )


def _office(row: Row, on_desk: tuple[str, ...]) -> Office:
    notes = row.rows("notes", required=False)
    return Office(
        code=row.text("code"),
        name=row.text("name"),
        address=row.text("address"),
        telephones=row.texts("telephones"),
        notes=tuple(OfficeNote(code=note.text("code"), text=note.text("text")) for note in notes),
        clause=row.text("clause", default=""),
        on_desk=row.text("code") in on_desk,
    )


def _businesses(root: Row) -> dict[Business, BusinessRule]:
    """Read the three businesses; each must be there, for every case is one of them."""
    rows = by_code(root.rows("businesses"))
    rules = {row.choice("code", Business): _business(row) for row in rows.values()}
    absent = [business.value for business in Business if business not in rules]
    if absent:
        raise root.damaged(f"缺少业务：{'、'.join(absent)}")
    return rules


def _business(row: Row) -> BusinessRule:
    return BusinessRule(
        business=row.choice("code", Business),
        label=row.text("label"),
        subject=row.text("subject"),
        words=BusinessWords(
            subjects=row.texts("subjects"),
            words=row.texts("words"),
            misleading=row.texts("misleading", required=False),
        ),
        materials=tuple(
            RequiredMaterial(item.choice("material", Material), item.text("clause", default=""))
            for item in row.rows("materials")
        ),
        clause=row.text("clause", default=""),
    )


def _limits(row: Row) -> Limits:
    try:
        return Limits(row.number("accept_days"), row.number("issue_days"))
    except ValueError:
        raise row.damaged("期限至少为一个工作日") from None


def _lookup_site(row: Row) -> LookupSite:
    return LookupSite(
        code=row.text("code"),
        name=row.text("name"),
        host=row.text("host"),
        clause=row.text("clause", default=""),
        english=row.text("english", default=""),
    )


def _pickup(row: Row) -> Pickup:
    return Pickup(
        city=row.text("city"),
        address=row.text("address"),
        telephones=row.texts("telephones"),
        note=row.text("note", default=""),
        clause=row.text("clause", default=""),
    )


def _quotation(row: Row) -> Quotation:
    return Quotation(code=row.text("code"), place=row.text("place"), text=row.text("text"))


def _legal_basis(row: Row) -> LegalBasis:
    return LegalBasis(
        code=row.text("code"),
        title=row.text("title"),
        holds_from=row.day("holds_from"),
        businesses=row.choices("businesses", Business),
        clause=row.text("clause", default=""),
    )
