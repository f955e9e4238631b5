"""Occupations and levels as people write them: 维修电工（三级）、高级焊工证、初级美容师."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from certdesk.rules.mail_text.folding import fold

LEVEL_WORDS = {
    "高级技师": "1", "技师": "2", "高级工": "3", "中级工": "4", "初级工": "5", "高级": "3", "中级": "4", "初级": "5",
    "国家一级": "1", "国家二级": "2", "国家三级": "3", "国家四级": "4", "国家五级": "5",
    "一级": "1", "二级": "2", "三级": "3", "四级": "4", "五级": "5", "1级": "1", "2级": "2", "3级": "3",
    "4级": "4", "5级": "5",
    "壹级": "1", "贰级": "2", "叁级": "3", "肆级": "4", "伍级": "5", "Ⅰ级": "1", "Ⅱ级": "2", "Ⅲ级": "3",
    "Ⅳ级": "4", "Ⅴ级": "5",
    "I级": "1", "II级": "2", "III级": "3", "IV级": "4", "V级": "5",
}  # fmt: skip
LEVEL = re.compile("|".join(re.escape(word) for word in sorted(LEVEL_WORDS, key=len, reverse=True)))
# Words of the trade that many old certificates carry; the guide's catalogue is added by the caller.
LONGEST = 30  # characters of an occupation's name
COMMON = frozenset({
    "维修电工", "电工", "电焊工", "焊工", "钳工", "车工", "铣工", "磨工", "镗工", "刨工", "铸造工", "锻造工",
    "热处理工", "装配钳工", "工具钳工", "机修钳工", "数控车工",
    "数控铣工", "加工中心操作工", "冷作钣金工", "钣金工", "管工", "管道工", "起重工", "起重机司机", "叉车司机",
    "铲车司机", "挖掘机驾驶员", "汽车修理工", "汽车维修工",
    "汽车驾驶员", "中式烹调师", "中式面点师", "西式烹调师", "西式面点师", "餐厅服务员", "客房服务员",
    "前厅服务员", "调酒师", "茶艺师", "美容师", "美发师", "美甲师",
    "保健按摩师", "足部按摩师", "化妆师", "摄影师", "计算机操作员", "计算机维修工", "计算机网络管理员",
    "电子商务师", "秘书", "公关员", "营销师", "推销员", "物流师",
    "企业人力资源管理师", "人力资源管理师", "劳动关系协调员", "心理咨询师", "职业指导员", "理财规划师",
    "物业管理员", "物业管理师", "公共营养师", "营养配餐员",
    "健康管理师", "养老护理员", "家政服务员", "育婴员", "育婴师", "保育员", "孤残儿童护理员", "插花员",
    "花卉园艺师", "绿化工", "园林绿化工", "锅炉操作工", "司炉工",
    "锅炉水处理工", "制冷工", "制冷设备维修工", "变电站值班员", "变配电室值班电工", "电梯安装维修工",
    "电机装配工", "无线电装接工", "家用电器维修工", "家用电子产品维修工",
    "用户通信终端维修员", "砌筑工", "混凝土工", "钢筋工", "架子工", "防水工", "木工", "手工木工", "精细木工",
    "油漆工", "涂装工", "装饰装修工", "测量放线工", "工程测量工",
    "化学检验工", "食品检验工", "污水处理工", "有机合成工", "燃气具安装维修工", "服装制作工", "缝纫工",
    "眼镜验光员", "验光员", "眼镜定配工", "收银员", "营业员",
    "保安员", "消防设施操作员", "建(构)筑物消防员", "建筑物消防员", "消防员", "社会体育指导员", "游泳救生员",
    "保险代理人", "广告设计师", "室内装饰设计员", "多媒体作品制作员",
    "客户服务管理师", "项目管理师", "信息技术支持工程师", "企业信息管理师", "职业经理人", "创业咨询师",
    "商务策划师", "会展策划师", "导游", "礼仪主持人", "速录师",
    "试验工", "材料试验工", "锅炉设备装配工", "评茶员", "品酒师", "按摩师", "针灸推拿师", "采购师",
    "仓库保管工", "保管员", "理货员", "包装工", "验钞员", "制图员",
})  # fmt: skip
BEFORE = r"的得是了有考取领发办本张份个年月日为：:,，。;；、\s(（《“\"-"
MENTION = re.compile(
    rf"(?:^|(?<=[{BEFORE}]))(?P<job>[\u4e00-\u9fff()（）]{{1,14}}?(?:工|员|师|司机|手))"
    r"(?P<level>[ (（]{0,3}(?:职业资格|国家职业资格|职业技能)?[ (（]{0,2}(?:"
    + LEVEL.pattern
    + r")?[)）]{0,2})(?:国家)?(?:职业)?(?:技能)?(?:资格)?(?:等级)?(?:证书|证(?!明)|资格)",
    re.MULTILINE,
)
# What a sentence says before it comes to the occupation.
LEAD_IN = re.compile(r".*(?:的|[我持拥]有|[考取领获]得?了|[一这那][本张个])")
NO_JOBS = frozenset({"国家", "职业", "资格", "职业资格", "国家职业资格", "证书", "技能"})
TRIM = re.compile(r"(?:国家职业资格|国家|职业资格|职业|工种)?(?:高级技师|技师|高级|中级|初级|[一二三四五]级)?")


@dataclass(frozen=True, slots=True)
class Job:
    """An occupation or a level, and where it stands."""

    value: str
    start: int
    end: int
    known: bool


def read_level(text: str, start: int, end: int) -> Job | None:
    """Find a level in a region: the highest word that stands there, not a part of a longer one."""
    match = LEVEL.search(text, start, end)
    if match is None:
        return None
    return Job(LEVEL_WORDS[match[0]], match.start(), match.end(), known=match[0] not in {"高级", "中级", "初级"})


def read_occupation(text: str, start: int, end: int, known: Collection[str]) -> Job | None:
    """Read an occupation's label: the name without its level and without 证."""
    match = re.compile(r"[\s:：]*([\u4e00-\u9fffA-Za-z0-9()（）、/—\-· ]{1,40})").match(text, start, end)
    if match is None:
        return None
    value, offset = match[1], match.start(1)
    cut = re.search(
        r"[(（/、 ]{0,2}(?:国家职业资格|职业资格)?(?:" + LEVEL.pattern + r").*$|(?:职业资格|技能等级)?证书?.*$", value
    )
    if cut is not None and cut.start() > 0:
        value = value[: cut.start()]
    lead = TRIM.match(value)
    skip = lead.end() if lead and lead.end() < len(value) - 1 else 0
    value, offset = value[skip:], offset + skip
    value = value.strip(" (（、/-—")
    if not 1 < len(value) <= LONGEST or value in NO_JOBS:
        return None
    return Job(value, offset, offset + len(value), known=fold(value) in COMMON or value in known)


def mentioned_occupation(text: str, known: Collection[str]) -> Job | None:
    """Find an occupation in running text: a known name, or what stands before 证书."""
    best = _known_name(text, known)
    if best is not None:
        return best
    for match in MENTION.finditer(text):
        start, end = match.span("job")
        lead_in = LEAD_IN.match(text, start, end)
        start = lead_in.end() if lead_in else start
        lead = TRIM.match(text, start, end)
        start = lead.end() if lead and end - lead.end() > 1 else start
        if end - start > 1:
            return Job(text[start:end], start, end, known=False)
    return None


def _known_name(text: str, known: Collection[str]) -> Job | None:
    """Find the longest known occupation that stands in the text."""
    names = sorted((name for name in COMMON.union(known) if name in text), key=len, reverse=True)
    if not names:
        return None
    start = text.index(names[0])
    return Job(names[0], start, start + len(names[0]), known=True)
