"""Labels people put before their details: 姓名、身份证号、收件人… in any order, with or without a colon."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a label announces."""

    NAME = "name"
    ID_NUMBER = "id_number"
    CERTIFICATE_NUMBER = "certificate_number"
    OCCUPATION = "occupation"
    LEVEL = "level"
    RECIPIENT = "recipient"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    DELIVERY = "delivery"
    AGENT = "agent"
    OTHER = "other"  # ends the value before it, announces nothing we need


WORDING: dict[Label, tuple[str, ...]] = {
    Label.AGENT: ("代办人姓名", "代办人", "代理人姓名", "代理人", "受托人", "被委托人", "经办人姓名", "经办人"),
    Label.TELEPHONE: (
        "收件人联系电话", "收件人手机号码", "收件人手机号", "收件人手机", "收件人电话", "收货电话", "收件电话",
        "联系人电话", "联系手机",
        "联系电话号码", "联系电话", "联络电话", "联系方式", "联系号码", "本人电话", "手机号码", "手机号",
        "手机", "移动电话", "电话号码",
        "电话号", "电话", "固定电话", "座机", "Telephone", "Tel", "Mobile", "Phone",
    ),
    Label.ADDRESS: (
        "收件人详细地址", "收件人地址", "有效邮寄地址", "邮寄详细地址", "详细邮寄地址", "邮寄地址", "邮递地址",
        "快递地址", "收件地址", "收货地址", "寄送地址",
        "寄件地址", "寄往地址", "收信地址", "通讯地址", "通信地址", "联系地址", "详细地址", "家庭住址",
        "家庭地址", "现住址", "现住地址", "居住地址",
        "单位地址", "邮政地址", "地址", "住址", "Address", "邮寄到", "邮寄至", "快递到", "快递至", "寄送至",
        "寄到", "寄至", "寄往",
    ),
    Label.RECIPIENT: (
        "收件人姓名", "收件人名称", "收件人", "收货人姓名", "收货人", "收信人姓名", "收信人", "收件姓名",
        "接收人", "邮件接收人", "联系人姓名", "联系人", "Recipient",
    ),
    Label.ID_NUMBER: (
        "持证人身份证号码", "持证人身份证号", "居民身份证号码", "居民身份证号", "公民身份号码", "公民身份证号",
        "本人身份证号码", "本人身份证号", "身份证号码",
        "身份证件号码", "身份证件号", "身份证号", "身份证编号", "身份证", "身份号码", "证件号码", "证件号",
        "ID card", "ID No",
    ),
    Label.CERTIFICATE_NUMBER: (
        "职业资格证书编号", "职业资格证书号码", "职业资格证书号", "职业资格证编号", "职业资格证号",
        "资格证书编号", "资格证书号码", "资格证书号", "资格证编号", "资格证号",
        "技能证书编号", "技能等级证书编号", "等级证书编号", "原证书编号", "原证书号码", "原证书号", "证书编号",
        "证书编码", "证书号码", "证书号", "证书 No",
        "证编号", "证书代码", "Certificate No",
    ),
    Label.OCCUPATION: (
        "职业(工种)及等级", "职业(工种)名称", "职业(工种)", "职业工种名称", "职业工种", "职业资格名称",
        "职业名称", "职业方向", "工种名称", "鉴定工种", "鉴定职业",
        "申报职业", "证书职业", "证书工种", "证书名称", "证书种类", "证书类别", "工种", "职业",
    ),
    Label.LEVEL: (
        "职业资格等级", "职业技能等级", "技能等级", "职业等级", "证书等级", "证书级别", "资格等级", "鉴定等级", "等级",
        "级别",
    ),
    Label.DELIVERY: ("领取方式", "取件方式", "取证方式", "送达方式", "领证方式", "寄送方式", "邮寄方式", "交付方式"),
    Label.OTHER: (
        "申请人签名", "邮政编码", "邮编", "电子邮箱", "电子邮件", "邮箱", "备注", "业务类型", "申请业务",
        "办理业务", "申请事项", "办理事项", "性别", "出生日期",
        "出生年月", "民族", "年龄", "发证日期", "颁证日期", "发证时间", "发证机关", "发证单位", "鉴定机构",
        "附件", "工作单位", "单位名称", "申请原因", "原因", "事由",
        "日期", "主题", "QQ", "微信号", "微信", "学历", "证书信息",
    ),
    Label.NAME: (
        "申请人姓名", "持证人姓名", "证书持有人姓名", "持有人姓名", "本人姓名", "考生姓名", "证书姓名",
        "证书上姓名", "学员姓名", "员工姓名", "证书持有人", "持证人",
        "申请人", "姓名", "名字", "考生", "Name",
    ),
}  # fmt: skip


MANY = 400  # labels; a longer list is a spreadsheet's business
LONG_LABEL = 3  # characters: 收件人 and longer do not stand inside addresses


@dataclass(frozen=True, slots=True)
class Hit:
    """A label in the text: what it announces, where it begins and ends, where its value begins."""

    label: Label
    start: int
    word_end: int
    end: int
    explicit: bool  # a colon, or 是/为, or a table's gap follows


def _pattern(word: str) -> str:
    """Allow blanks between the characters of a Chinese label: 姓  名."""
    if word.isascii():
        return rf"(?<![A-Za-z]){re.escape(word)}\.?(?![A-Za-z])"
    return " {0,6}".join(re.escape(char) for char in word)


_ANY_CASE = re.IGNORECASE | re.ASCII  # the Turkish İ is no I: in lower case it is two characters

# Verbs that hold an address as a label does need no colon.
_VERBS = frozenset({"邮寄到", "邮寄至", "快递到", "快递至", "寄送至", "寄到", "寄至", "寄往"})


def _by_first_character() -> dict[str, tuple[tuple[re.Pattern[str], Label, bool], ...]]:
    """Sort the labels by their first character, the longest first: most characters of a mail begin none."""
    found: dict[str, list[tuple[str, Label]]] = {}
    for label, words in WORDING.items():
        for word in words:
            found.setdefault(word[0].lower(), []).append((word, label))
    return {
        first: tuple(
            (re.compile(_pattern(word), _ANY_CASE), label, word in _VERBS)
            for word, label in sorted(words, key=lambda item: -len(item[0]))
        )
        for first, words in found.items()
    }


_SEPARATOR = re.compile(r" {0,8}[\])]?(?: {0,4}\([^()\n]{1,24}\))? {0,8}(?:[:=]+|是|为(?!了|什么|何)) {0,8}[:]?")
_GAP = re.compile(r"[\])]? {1,40}|[\])]")


_LABELS = _by_first_character()
_FIRST = re.compile("[" + re.escape("".join(_LABELS)) + "]", _ANY_CASE)


def find_labels(folded: str) -> tuple[Hit, ...]:
    """Find every label, in order; of overlapping ones the longest at the leftmost place."""
    hits: list[Hit] = []
    position = 0
    while len(hits) < MANY and (first := _FIRST.search(folded, position)) is not None:
        hit = _label_at(folded, first.start())
        position = first.end() if hit is None else hit.word_end
        if hit is not None:
            hits.append(hit)
    return tuple(hits)


def _label_at(folded: str, start: int) -> Hit | None:
    for pattern, label, is_verb in _LABELS[folded[start].lower()]:
        match = pattern.match(folded, start)
        if match is not None:
            separator = _SEPARATOR.match(folded, match.end()) or _GAP.match(folded, match.end())
            end = separator.end() if separator else match.end()
            return Hit(label, start, match.end(), end, bool(separator) or is_verb)
    return None


def value_region(folded: str, hits: tuple[Hit, ...], index: int) -> tuple[int, int]:
    """Return where the value of a label may stand: to the next label, or the end of its line.

    A label alone on its line, as tables come out, has its value on the next line.
    """
    start = hits[index].end
    newline = folded.find("\n", start)
    if newline >= 0 and not folded[start:newline].strip(" :;,.-_"):
        start = newline + 1
        while start < len(folded) and folded[start] in " \n:":
            start += 1
        newline = folded.find("\n", start)
    line_end = newline if newline >= 0 else len(folded)
    later = (hits[number].start for number in range(index + 1, len(hits)) if _ends_a_value(folded, hits[number]))
    end = min(line_end, next((begin for begin in later if begin >= start), line_end))
    return start, max(start, end)


def _ends_a_value(folded: str, hit: Hit) -> bool:
    """Tell a label from the same word inside a value: 电话局宿舍, 职业技术学院."""
    if hit.explicit and folded[hit.end - 1 : hit.end] not in "为是":
        return True
    if hit.label is not Label.OTHER and hit.word_end - hit.start >= LONG_LABEL:
        return True
    before = folded[hit.start - 1 : hit.start]
    return not before or before in " \n,，。;；、()[]|/" or before.isdigit() or folded[hit.end : hit.end + 1].isdigit()
