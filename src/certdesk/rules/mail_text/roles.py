"""Who writes for whom, and how the letter is to come: the sentences people use for it."""

import re
from dataclasses import dataclass

from certdesk.rules.business import DeliveryMethod
from certdesk.rules.mail_text.names import Name, spoken_name

RELATIONS = (
    "父亲|母亲|爸爸|妈妈|爸|妈|老公|老婆|丈夫|妻子|爱人|对象|男朋友|女朋友|儿子|女儿|哥哥|姐姐|弟弟|妹妹|哥|姐|弟|妹|公公|婆婆|岳父|岳母|"
    "媳妇|孙子|孙女|爷爷|奶奶|姥姥|姥爷|嫂子|徒弟|叔叔|姑姑|舅舅|姨|侄子|外甥|表哥|表弟|表姐|表妹|"
    "亲戚|朋友|同事|同学|家人|家属|孩子|员工|职工|工人|师傅|学员|学生|领导|老板|客户"
)
# 我是张三的妻子
I_AM_RELATIVE = re.compile(
    rf"(?:我|本人)是(?P<holder>[\u3400-\u9fff]{{2,4}}?)的(?P<relation>{RELATIONS}|人事|同事|单位人事)"
)
# 替我父亲张建国, 帮同事李四, 我爱人王五
FOR_RELATIVE = re.compile(
    r"(?:(?:替|代|帮|给|为)(?:我|我们|本)?(?:的|单位|公司|厂)?|我(?:的)?|我(?:们)?(?:单位|公司|厂)(?:的)?|"
    r"我司|本公司|本单位)(?:以下|下列|有|部分|几名|几位)?(?:[0-9一二两三四五六七八九十]{1,3}[名位个])?"
    rf"(?P<relation>{RELATIONS})(?:，|,|、|:| )?(?:是|叫|名叫)?(?P<rest>)"
)
FOR_NAMED = re.compile(r"(?:替|代替|帮|代)(?!办|理|码|表)(?:我)?(?=[\u3400-\u9fff]{2,3}(?:办|申请|补|咨询|提交|发))")
ON_BEHALF = re.compile(
    r"(?:受|接受)(?P<who>[\u3400-\u9fff]{1,12}?)(?:的)?委托|代(?:为|他人|其)(?:办理|申请)|"
    r"委托(?:我|本人)(?:办理|代办|申请)"
)
CALLED = re.compile(r"[他她](?:的名字)?(?:叫|是)")
SELF = re.compile(
    r"(?:我叫|我是|我的名字(?:叫|是)|本人(?:姓名)?(?:叫|是|名叫|系)?|申请人(?:是|为|叫)?|持证人(?:是|为|叫)?)"
    r"[ ,，:：]{0,2}"
)

NOT = r"(?:不|无需|不用|不需要|不能|无法|没法|不方便|没办法|没时间|不便)[\u3400-\u9fff]{0,6}?"
PICKUP_WORDS = (
    r"自取|自提|自领|(?:上门|现场|当面|窗口)(?:领取|取)|"
    r"(?:去|来|到|过去|过来)[\u3400-\u9fff]{0,8}?(?:取件|取证|领取|自取|取证明|领证明|取)"
)
POST_WORDS = r"邮寄|快递|邮递|邮到|寄到|寄至|寄给|寄回|寄往|寄过来|寄来|寄送|到付|顺丰|EMS|邮政"
PICKUP = re.compile(rf"(?P<no>{NOT})?(?P<word>{PICKUP_WORDS})", re.IGNORECASE)
POST = re.compile(rf"(?P<no>{NOT})?(?P<word>{POST_WORDS})(?!地址|信息)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Agency:
    """Somebody writes for the holder: the words that say so, and the holder's name where it follows."""

    relation: str
    start: int
    end: int
    holder: Name | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the letter is to come, where that stands, and whether it is plain."""

    method: DeliveryMethod
    start: int
    end: int
    sure: bool


def find_agency(folded: str) -> Agency | None:
    """Recognise a relative, colleague or employer who writes for the holder."""
    relative = I_AM_RELATIVE.search(folded)
    if relative is not None:
        start = relative.start("holder")
        holder = spoken_name(folded[: relative.end("holder")], start)
        return Agency(relative["relation"], relative.start(), relative.end(), holder)
    other = FOR_RELATIVE.search(folded)
    if other is not None:
        holder = spoken_name(folded, other.end()) or _called(folded, other.end())
        return Agency(other["relation"], other.start(), other.end(), holder)
    named = FOR_NAMED.search(folded)
    if named is not None:
        return Agency(named[0], named.start(), named.end(), spoken_name(folded, named.end()))
    behalf = ON_BEHALF.search(folded)
    if behalf is not None:
        holder = spoken_name(folded[: behalf.end("who")], behalf.start("who")) if behalf["who"] else None
        return Agency(behalf[0], behalf.start(), behalf.end(), holder)
    return None


def _called(folded: str, start: int) -> Name | None:
    """Read the name behind 他叫 or 她叫, further on."""
    called = CALLED.search(folded, start)
    return spoken_name(folded, called.end()) if called else None


def find_self(folded: str) -> Name | None:
    """Read the name of who says 我叫 or 本人."""
    for match in SELF.finditer(folded):
        name = None if I_AM_RELATIVE.match(folded, match.start()) else spoken_name(folded, match.end())
        if name is not None and folded[name.end : name.end + 1] != "的":
            return name
    return None


def find_delivery(folded: str) -> Delivery | None:
    """Tell post from collection; a refused way counts for the other one."""
    wanted: dict[DeliveryMethod, re.Match[str]] = {}
    refused: dict[DeliveryMethod, re.Match[str]] = {}
    for method, pattern in ((DeliveryMethod.PICKUP, PICKUP), (DeliveryMethod.POST, POST)):
        for match in pattern.finditer(folded):
            (refused if match["no"] else wanted).setdefault(method, match)
    if len(wanted) == 1:
        method, match = next(iter(wanted.items()))
        return Delivery(method, match.start("word"), match.end("word"), sure=True)
    if wanted:  # both are spoken of: the letter can always be posted, an officer looks
        match = wanted[DeliveryMethod.POST]
        return Delivery(DeliveryMethod.POST, match.start("word"), match.end("word"), sure=False)
    if len(refused) == 1:
        method, match = next(iter(refused.items()))
        other = DeliveryMethod.POST if method is DeliveryMethod.PICKUP else DeliveryMethod.PICKUP
        return Delivery(other, match.start(), match.end(), sure=False)
    return None
