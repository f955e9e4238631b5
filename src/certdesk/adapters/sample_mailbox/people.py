"""The holders of the sample mails. Their counties, telephone prefixes (154) and streets do not exist."""

from dataclasses import replace
from datetime import date

from certdesk.adapters.specimens import SpecimenPerson, fictional_id_number


def _person(name: str, birth: date, number: str, occupation: str, level: int, sex: str = "男") -> SpecimenPerson:
    """Fill in what the documents of all of them have alike."""
    year = 2000 + int(number[:2]) if number[:2].isdigit() else 2022
    return SpecimenPerson(
        name=name,
        sex=sex,
        ethnicity="汉",
        birth=birth,
        address="辽宁省沈阳市虚拟区样张街99号1单元3楼2号",
        id_number=fictional_id_number("2101", birth, 121 if sex == "男" else 122),
        certificate_number=number,
        occupation=occupation,
        direction="",
        level=level,
        issued_on=date(year, 6, 18),
        body="辽宁省职业技能鉴定中心",
        theory="78",
        practice="82.5",
        result="合格",
        authority="沈阳市公安局虚拟分局",
        valid_from=date(2016, 5, 6),
        valid_to=date(2036, 5, 6),
    )


LOSES = _person("王样例", date(1985, 3, 12), "1807000000300001", "维修电工", 3)
GOES_ABROAD = _person("李示范", date(1990, 11, 2), "1507000000200002", "中式烹调师", 2)
MISSPELT = _person("赵虚拟", date(1978, 7, 25), "1207000000300003", "美容师", 3, sex="女")
AS_PRINTED = replace(MISSPELT, name="赵虚似")  # what the wrong certificate says
OF_DALIAN = replace(
    _person("孙演示", date(1982, 1, 30), "1607020000400004", "汽车维修工", 4), body="大连市职业技能鉴定中心"
)
OF_ELSEWHERE = replace(
    _person("周样张", date(1988, 9, 9), "1710000000400005", "保育员", 4, sex="女"), body="外省职业技能鉴定指导中心"
)
OF_SKILL_LEVEL = _person("吴模拟", date(1995, 4, 17), "S000021000001223000006", "养老护理员", 3, sex="女")
FATHER = _person("郑范本", date(1958, 12, 5), "0907000000500007", "锅炉操作工", 5)
