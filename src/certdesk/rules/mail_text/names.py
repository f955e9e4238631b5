"""Names of persons in running text. A surname begins it; what cannot be part of a name ends it."""

import re
from dataclasses import dataclass

from certdesk.rules.mail_text.folding import fold

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植"
    "甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边吉饶楚佟商迟战宫栾英尚仇卞惠满哈麻那佘冷仲初矫巩计逯鞠郎付肖闫党敖晏桑池宿修"
    "滕晋伊奚岑简寇展丰代智"
)
COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "慕容",
    "令狐",
    "夏侯",
    "公孙",
    "爱新觉罗",
    "叶赫那拉",
)
HAN = r"[\u3400-\u9fff〇\uf900-\ufaff\U00020000-\U0003ffff]"  # with the rare ones of names: 𠮷, 𬎆
# Characters that follow a name in a sentence but hardly ever stand third or later in one.
AFTER = (
    "我的是在有因于至曾将把想要需以及证电身男女收先同小老您你他她它请申办补现原住本手联邮地单系职获取考丢遗和与已咨委"
)
NEVER_LAST = "的我女男收先于在因"
THREE = 3  # characters of most names
# What follows the word 姓名 in a complaint about a misprint is no name.
MISPRINT = re.compile(r"[\s:：]*(?:(?:被|给)?(?:印|写|打|录|登记)(?:成|错|为)|错|有误|应|改|更|不)")
TITLES = re.compile(r"(?:先生|女士|小姐|同志|师傅|老师|经理|主任|收|启|亲启|\(.{0,12}\)?)+$")
NO_NAMES = frozenset({
    "您好", "你好", "谢谢", "感谢", "老师", "领导", "本人", "证书", "附件", "如下", "姓名", "电话", "地址",
    "沈阳", "大连", "鞍山", "辽宁", "营口",
    "电工", "焊工", "车工", "钳工", "技师", "高级", "中级", "初级", "高级工", "中级工", "初级工", "高级技师",
    "同上", "暂无", "未知", "祝好", "见附件", "方便",
    "谢谢您", "谢谢了", "谢谢你", "麻烦了", "打扰了", "丢失", "遗失", "单位", "公司", "高中", "大专", "中专",
    "本科", "汉族", "满族", "金属", "安全", "成绩", "合格",
    "证书丢失", "申请人", "持证人", "收件人", "联系人", "施工", "管工", "司机", "文员", "成都", "常州", "温州",
    "包头", "华为", "时间", "方法", "方式", "全部", "由于",
    "关于", "任何", "曾经", "常用", "原因", "原件", "国家", "国外", "明天", "明细", "代办", "代码", "代理",
    "印章", "简单", "简历", "单独", "计算机", "管理", "有效",
    "解决", "成功", "文件", "金额", "时候", "向您", "向贵", "和平区", "于洪区", "沈河区", "石家庄", "马上",
    "任职", "安排", "申请", "申请书", "申办", "查询", "查收", "全国",
})  # fmt: skip
ALONE = re.compile(
    rf"(?:^|(?<=[\s,，。;；、:：/|()（）])){HAN}(?:[ \u3000]{{0,4}}{HAN}){{1,3}}(?=$|[\s,，。;；、/|()（）0-9])",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where it stands; ``known``: it begins with a surname we know."""

    value: str
    start: int
    end: int
    known: bool


def has_surname(name: str) -> bool:
    """Tell whether a name begins with a known surname; traditional forms count."""
    folded = fold(name)
    return folded[:1] in SURNAMES or folded.startswith(COMPOUND_SURNAMES)


def labelled_name(text: str, start: int, end: int) -> Name | None:
    """Read the value of a name's label: a name of any shape, cut at what cannot belong to it."""
    match = re.compile(rf"[\s:：]*({HAN}(?:[ ]{{0,4}}{HAN}|[·•.．]{HAN}){{1,14}}|[A-Za-z][A-Za-z .'-]{{2,40}})").match(
        text, start, end
    )
    if match is None:
        return None
    raw = match[1]
    if raw.isascii():
        return Name(" ".join(raw.split()), match.start(1), match.start(1) + len(raw.rstrip()), known=True)
    joined = "·" in raw or "•" in raw
    value = raw if joined else _cut(raw)
    value = TITLES.sub("", value).rstrip()
    plain = re.sub(r"\s", "", value)
    if not 1 < len(plain) <= (15 if joined else 4) or fold(plain) in NO_NAMES:
        return None
    return Name(plain, match.start(1), match.start(1) + len(value), known=joined or has_surname(plain))


def _cut(raw: str) -> str:
    """End a name at a character that does not go on in one. What stands alone is a name as it is."""
    plain = re.sub(r"\s", "", raw)
    if len(plain) == THREE and fold(plain[-1]) not in NEVER_LAST:
        return raw
    count = 0
    for index, char in enumerate(raw):
        if char.isspace():
            continue
        count += 1
        longest = 4 if fold(raw).startswith(COMPOUND_SURNAMES) else 3
        if count >= THREE and fold(char) in AFTER:
            return raw[:index]
        if count > longest and raw[index - 1].isspace():
            return raw[:index]
    return raw


def spoken_name(text: str, start: int) -> Name | None:
    """Read the name that follows words like 我叫: surname first, at most three characters, four if compound."""
    match = re.compile(rf"[\s:：]*({HAN}{{2,4}})").match(text, start)
    if match is None or not has_surname(match[1]):
        return None
    longest = 4 if fold(match[1]).startswith(COMPOUND_SURNAMES) else 3
    value = TITLES.sub("", _cut(match[1])[:longest])
    if len(value) < 2 or fold(value) in NO_NAMES:  # noqa: PLR2004
        return None
    return Name(value, match.start(1), match.start(1) + len(value), known=True)


def lone_names(text: str) -> tuple[Name, ...]:
    """Find names that stand alone between blanks, commas or line ends."""
    found = []
    for match in ALONE.finditer(text):
        plain = TITLES.sub("", re.sub(r"\s", "", match[0]))
        longest = 4 if fold(plain).startswith(COMPOUND_SURNAMES) else 3
        if has_surname(plain) and 1 < len(plain) <= longest and fold(plain) not in NO_NAMES:
            found.append(Name(plain, match.start(), match.end(), known=True))
    return tuple(found)
