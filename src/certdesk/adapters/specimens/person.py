"""The fictional people on the sample documents."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from certdesk.rules.identity_number import check_character

NO_SUCH_COUNTY: Final = "99"  # digits 5 and 6 of an identity number; no county of China has this code

_OLD_ENOUGH_FOR_NO_END: Final = date(1966, 1, 1)
_SURNAMES: Final = ("样", "试", "范", "例", "虚", "拟", "演", "测")
_GIVEN: Final = ("小海", "玉兰", "建国", "丽", "志强", "雪梅", "思远", "桂香", "明", "晓峰", "文静")
_ADDRESSES: Final = (
    "辽宁省沈阳市虚拟区样张街99号1单元3楼2号",
    "辽宁省大连市演示区海滨样本路18号",
    "辽宁省鞍山市测试区钢城示例街206号附4号",
)
_OCCUPATIONS: Final = (
    ("中式烹调师", ""),
    ("维修电工", ""),
    ("汽车维修工", "汽车机械维修工"),
    ("美发师", ""),
    ("焊工", "电焊工"),
    ("养老护理员", ""),
    ("保育员", ""),
)


def fictional_id_number(city: str, birth: date, sequence: int) -> str:
    """Return an identity number with a valid check character in a county that does not exist.

    ``city`` is the four digits of province and city; an odd ``sequence`` is a man's, an even one a woman's.
    """
    body = f"{city}{NO_SUCH_COUNTY}{birth:%Y%m%d}{sequence:03d}"
    return body + check_character(body)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecimenPerson:
    """Everything the four documents of one fictional holder print.

    Raises:
        ValueError: the identity number could belong to somebody.

    """

    name: str
    sex: str
    ethnicity: str
    birth: date
    address: str
    id_number: str
    certificate_number: str
    occupation: str
    direction: str
    level: int  # 1 高级技师 … 5 初级工
    issued_on: date
    body: str  # 鉴定机构
    theory: str
    practice: str
    result: str
    authority: str  # 签发机关
    valid_from: date
    valid_to: date | None  # None: 长期

    def __post_init__(self) -> None:
        body = self.id_number[:-1]
        if self.id_number[4:6] != NO_SUCH_COUNTY or self.id_number[-1] != check_character(body):
            raise ValueError("A specimen needs an identity number of county 99 with its right check character.")


def example_person(index: int) -> SpecimenPerson:
    """Return the ``index``-th of the made-up holders; the same index always gives the same person."""
    birth = date(1962, 1, 1) + timedelta(days=(index * 1237) % 14000)
    issued_on = date(2006, 3, 1) + timedelta(days=(index * 397) % 4500)
    occupation, direction = _OCCUPATIONS[index % len(_OCCUPATIONS)]
    level = index % 5 + 1
    sequence = (index * 7 + 12) % 999 + 1
    return SpecimenPerson(
        name=_SURNAMES[index % len(_SURNAMES)] + _GIVEN[index % len(_GIVEN)],
        sex="男" if sequence % 2 else "女",
        ethnicity=("汉", "满", "回", "朝鲜", "锡伯", "蒙古")[index % 6],
        birth=birth,
        address=_ADDRESSES[index % len(_ADDRESSES)],
        id_number=fictional_id_number(f"21{index % 14 + 1:02d}", birth, sequence),
        certificate_number=f"{issued_on:%y}07000000{level}{index % 99999 + 1:05d}",  # 辽宁省本级
        occupation=occupation,
        direction=direction,
        level=level,
        issued_on=issued_on,
        body="辽宁省职业技能鉴定中心",
        theory=f"{60 + index * 7 % 40}",
        practice=f"{60 + index * 11 % 40}.5",
        result="合格",
        authority="沈阳市公安局虚拟分局",
        valid_from=date(2012, 5, 6) + timedelta(days=index % 700),
        valid_to=None if birth < _OLD_ENOUGH_FOR_NO_END else date(2032, 5, 6) + timedelta(days=index % 700),
    )
