"""Reads a certificate number: year, province, city, and what is wrong with it (G-20, G-21)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from certdesk.rules.wording import Sentence

NUMBER_LENGTH = 16  # G-20
SKILL_LEVEL_NUMBER = re.compile(r"[A-Z][0-9]{21}|[A-Z]{2}[0-9]{20}")  # 职业技能等级证书, 特级技师
LEVELS = range(1, 6)  # 一级 (高级技师) to 五级 (初级)


class NumberKind(StrEnum):
    """Which family of certificates a number belongs to."""

    QUALIFICATION_CERTIFICATE = "qualification_certificate"  # 职业资格证书
    SKILL_LEVEL_CERTIFICATE = "skill_level_certificate"  # 职业技能等级证书


class ProblemCode(StrEnum):
    """What can be wrong with a number. The codes are a contract with every caller, whatever the province."""

    WRONG_LENGTH = "wrong_length"  # 位数不对
    NOT_DIGITS = "not_digits"  # 含有非数字
    NOT_LIAONING = "not_liaoning"  # 不是本省证书
    UNKNOWN_CITY = "unknown_city"  # 市级代码不在对照表内
    IMPOSSIBLE_YEAR = "impossible_year"  # 年份代码不成立
    SKILL_LEVEL_CERTIFICATE = "skill_level_certificate"  # 职业技能等级证书


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """One row of annex 1: a city code and the office that answers for it."""

    code: str
    name: str
    office_code: str
    seat: str = ""  # the place that the office's address should name
    area_codes: tuple[str, ...] = ()  # telephone area codes in use at that place
    clause: str = "G-20"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberingScheme:
    """Annex 1 as a value: what the first six digits mean in this province."""

    province_code: str
    province_name: str
    provincial_city_code: str
    cities: Mapping[str, City]
    enquiries_name: str
    enquiries_telephones: tuple[str, ...]
    first_year: int = 1994  # D-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a number, with the clause it breaks and a sentence for the applicant."""

    code: ProblemCode
    clause: str
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberReading:
    """What a number says. Parts that cannot be read are None; digits 7-16 are hints only."""

    number: str
    kind: NumberKind | None = None
    year: int | None = None
    province_code: str | None = None
    city_code: str | None = None
    city: City | None = None
    level_hint: int | None = None
    body_code: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the number is whole, of this province, and of a city in the table."""
        return not self.problems

    def has(self, code: ProblemCode) -> bool:
        """Tell whether ``code`` is among the problems."""
        return any(problem.code == code for problem in self.problems)


def normalise(text: str) -> str:
    """Fold full-width forms, drop spaces, hyphens and invisible characters, and raise letters to upper case."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(character for character in folded if not _is_filler(character)).upper()


def read_number(text: str, scheme: NumberingScheme, *, this_year: int) -> NumberReading:
    """Read any text as a certificate number; whatever is wrong becomes a problem, never an exception."""
    number = normalise(text)
    if SKILL_LEVEL_NUMBER.fullmatch(number):
        return _read_skill_level(number, this_year)
    problems = tuple(_shape_problems(number))
    if problems:
        return NumberReading(number=number, problems=problems)
    return _read_qualification(number, scheme, this_year)


def _is_filler(character: str) -> bool:
    """Spaces (Z*), controls and zero-width marks (C*), and every dash (Pd, and the minus sign)."""
    return unicodedata.category(character)[0] in "ZC" or unicodedata.category(character) == "Pd" or character == "−"


def _shape_problems(number: str) -> list[Problem]:
    """List what keeps ``number`` from being sixteen digits."""
    problems = []
    if len(number) != NUMBER_LENGTH:
        problems.append(
            Problem(
                code=ProblemCode.WRONG_LENGTH,
                clause="G-20",
                sentence=Sentence(
                    "证书编号应为{expected}位数字，现在是{found}位。请对照证书或网上查询结果重新填写。",
                    {"expected": NUMBER_LENGTH, "found": len(number)},
                ),
            )
        )
    if not re.fullmatch(r"[0-9]*", number):
        problems.append(
            Problem(
                code=ProblemCode.NOT_DIGITS,
                clause="G-20",
                sentence=Sentence(
                    "证书编号应全部是数字，其中有不是数字的字符。请检查是否把数字0、1写成了字母O、I。",
                ),
            )
        )
    return problems


def _read_qualification(number: str, scheme: NumberingScheme, this_year: int) -> NumberReading:
    """Split sixteen digits as annex 1 does, and check each part against the scheme."""
    province_code, city_code = number[2:4], number[4:6]
    year = _full_year(number[:2], scheme.first_year, this_year)
    ours = province_code == scheme.province_code
    city = scheme.cities.get(city_code) if ours else None
    problems: list[Problem] = []
    if year is None:
        problems.append(_impossible_year(number[:2], scheme, this_year))
    if not ours:
        problems.append(_other_province(province_code, scheme))
    elif city is None:
        problems.append(_unknown_city(city_code, scheme))
    level = int(number[10])
    return NumberReading(
        number=number,
        kind=NumberKind.QUALIFICATION_CERTIFICATE,
        year=year,
        province_code=province_code,
        city_code=city_code,
        city=city,
        level_hint=level if level in LEVELS else None,
        body_code=number[6:10],
        problems=tuple(problems),
    )


def _full_year(two_digits: str, first_year: int, this_year: int) -> int | None:
    """Give the one year from ``first_year`` on that ends in these digits, unless it lies ahead (D-9)."""
    year = first_year - first_year % 100 + int(two_digits)
    if year < first_year:
        year += 100
    return year if year <= this_year else None


def _impossible_year(two_digits: str, scheme: NumberingScheme, this_year: int) -> Problem:
    return Problem(
        code=ProblemCode.IMPOSSIBLE_YEAR,
        clause="D-9",
        sentence=Sentence(
            "第1、2位“{digits}”不是可能的年份：证书编号的年份应在{first}年至{last}年之间。请对照证书核对编号。",
            {"digits": two_digits, "first": scheme.first_year, "last": this_year},
        ),
    )


def _other_province(province_code: str, scheme: NumberingScheme) -> Problem:
    """Say that it is not ours; the other province is not named, for its code is not sourced."""
    return Problem(
        code=ProblemCode.NOT_LIAONING,
        clause="G-04",
        sentence=Sentence(
            "第3、4位是“{found}”，不是{province}的代码“{expected}”。本服务只办理{province}人社部门颁发的证书，"
            "请向证书上载明的发证机构或其所在地人社部门咨询。",
            {"found": province_code, "expected": scheme.province_code, "province": scheme.province_name},
        ),
    )


def _unknown_city(city_code: str, scheme: NumberingScheme) -> Problem:
    """Name the provincial centre's telephone instead of guessing an office (G-21)."""
    return Problem(
        code=ProblemCode.UNKNOWN_CITY,
        clause="G-21",
        sentence=Sentence(
            "第5、6位“{code}”不在市地代码对照表中，无法判断发证单位。请核对编号；如编号无误，请致电{name}：{telephones}。",
            {
                "code": city_code,
                "name": scheme.enquiries_name,
                "telephones": "、".join(scheme.enquiries_telephones),
            },
        ),
    )


def _read_skill_level(number: str, this_year: int) -> NumberReading:
    """Read a skill-level certificate's number; only the one-letter layout is documented part by part."""
    documented = number[1].isdigit()
    year = 2000 + int(number[13:15]) if documented else None  # 第14、15位
    level = int(number[15]) if documented else None  # 第16位
    return NumberReading(
        number=number,
        kind=NumberKind.SKILL_LEVEL_CERTIFICATE,
        year=year if year is not None and year <= this_year else None,
        level_hint=level if level in LEVELS else None,
        body_code=number[1:5] if documented else None,
        problems=(
            Problem(
                code=ProblemCode.SKILL_LEVEL_CERTIFICATE,
                clause="G-04",
                sentence=Sentence(
                    "这是职业技能等级证书的编号，不是职业资格证书，不在本服务办理范围内。"
                    "请联系证书上载明的评价机构（用人单位或社会培训评价组织）。",
                ),
            ),
        ),
    )
