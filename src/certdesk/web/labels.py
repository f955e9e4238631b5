"""The words people read for the values the code works with."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certdesk.ports.queue import JobState
from certdesk.ports.typesetter import LetterKind
from certdesk.rules.business import Business, DeliveryMethod, Material, Outcome
from certdesk.rules.lifecycle import Closure, State
from certdesk.rules.matching.model import CellState, Source

Words = Mapping[object, Promise]

BUSINESS: Words = MappingProxyType(
    {Business.LOST: _("证书丢失"), Business.OVERSEAS: _("出国换证"), Business.CORRECTION: _("信息更正")}
)
STATE: Words = MappingProxyType(
    {
        State.RECEIVED: _("已收件"),
        State.AWAITING_SUPPLEMENT: _("待补正"),
        State.ACCEPTED: _("已受理"),
        State.DECIDED: _("已审定"),
        State.ISSUED: _("已出证"),
        State.CLOSED: _("已办结"),
        State.ARCHIVED: _("已归档"),
    }
)
CLOSURE: Words = MappingProxyType(
    {
        Closure.ISSUED: _("出证办结"),
        Closure.DECLINED: _("不予受理"),
        Closure.REFERRED: _("转其他单位"),
        Closure.REJECTED: _("不予办理"),
        Closure.WITHDRAWN: _("申请人撤回"),
        Closure.LAPSED: _("逾期未补正"),
        Closure.VOIDED: _("作废"),
    }
)
OUTCOME: Words = MappingProxyType(
    {
        Outcome.PROOF: _("出具书面证明"),
        Outcome.REISSUE: _("补发证书"),
        Outcome.EXCHANGE: _("换发证书"),
        Outcome.DECLINE: _("不予受理"),
        Outcome.NEEDS_OFFICER: _("需经办人判断"),
    }
)
MATERIAL: Words = MappingProxyType(
    {
        Material.ID_PORTRAIT_SIDE: _("身份证人像面"),
        Material.ID_EMBLEM_SIDE: _("身份证国徽面"),
        Material.LOOKUP_SCREENSHOT: _("查询结果截图"),
        Material.ORIGINAL_CERTIFICATE: _("证书原件照片"),
        "unknown": _("其他材料"),
        "": _("未归类"),
    }
)
METHOD: Words = MappingProxyType(
    {DeliveryMethod.POST: _("邮寄（邮费到付）"), DeliveryMethod.PICKUP: _("到窗口自取"), "": _("未说明（按邮寄办理）")}
)
LETTER: Words = MappingProxyType(
    {LetterKind.PROOF: _("书面证明"), LetterKind.REISSUE: _("补发证书页"), LetterKind.EXCHANGE: _("换发证书页")}
)
LEVEL: Words = MappingProxyType(
    {
        1: _("一级（高级技师）"),
        2: _("二级（技师）"),
        3: _("三级（高级工）"),
        4: _("四级（中级工）"),
        5: _("五级（初级工）"),
    }
)
JOB_STATE: Words = MappingProxyType(
    {
        JobState.WAITING: _("等待"),
        JobState.RUNNING: _("进行中"),
        JobState.DONE: _("已完成"),
        JobState.FAILED: _("失败"),
    }
)
JOB: Words = MappingProxyType(
    {
        "acknowledge": _("答复来信"),
        "send_mail": _("发送邮件"),
        "read_materials": _("识别材料"),
        "read_held": _("识别填表中的材料"),
        "sweep_held": _("清理未提交的文件"),
        "set_paper": _("生成通知与单据"),
        "write_slips": _("准备寄件单和信封页"),
        "sign_letter": _("签发文书"),
        "mind_signing_key": _("检查签名密钥"),
        "fetch_mail": _("收取邮件"),
        "sweep": _("逾期办结与补签"),
    }
)
READING: Words = MappingProxyType(
    {
        "name": _("姓名"),
        "sex": _("性别"),
        "ethnicity": _("民族"),
        "birth": _("出生日期"),
        "address": _("住址"),
        "id_number": _("身份证号码"),
        "authority": _("签发机关"),
        "valid_from": _("有效期起"),
        "valid_to": _("有效期止"),
        "certificate_number": _("证书编号"),
        "occupation": _("职业（工种）"),
        "direction": _("职业方向"),
        "level": _("等级"),
        "theory_score": _("理论成绩"),
        "practice_score": _("技能成绩"),
        "result": _("评定结果"),
        "issue_date": _("发证日期"),
        "body": _("鉴定机构"),
        "site": _("查询网站"),
    }
)
SOURCE: Words = MappingProxyType(
    {
        Source.TYPED: _("申请填写"),
        Source.ID_PORTRAIT_SIDE: _("人像面"),
        Source.ID_EMBLEM_SIDE: _("国徽面"),
        Source.LOOKUP_SCREENSHOT: _("查询截图"),
        Source.ORIGINAL_CERTIFICATE: _("证书原件"),
        Source.REGISTER: _("查询确认"),
    }
)
CELL: Words = MappingProxyType(
    {
        CellState.AGREES: _("一致"),
        CellState.DIFFERS: _("不一致"),
        CellState.UNREADABLE: _("看不清"),
        CellState.ABSENT: _("没有"),
        CellState.ALONE: _("只此一处"),
    }
)
BUCKET: Words = MappingProxyType(
    {
        "application": _("申请"),
        "supplement": _("补正"),
        "reply": _("来信"),
        "duplicate": _("重复"),
        "automatic": _("自动回复"),
        "bounce": _("退信"),
        "parked": _("待人工处理"),
        "": _("待分类"),
    }
)

ALL: Mapping[str, Words] = MappingProxyType(
    {
        "business": BUSINESS,
        "state": STATE,
        "closure": CLOSURE,
        "outcome": OUTCOME,
        "material": MATERIAL,
        "method": METHOD,
        "letter": LETTER,
        "level": LEVEL,
        "job_state": JOB_STATE,
        "job": JOB,
        "reading": READING,
        "bucket": BUCKET,
    }
)


def label(kind: str, value: object) -> str:
    """Return the words for a value; a value without words is shown as it is, an absent one as a dash."""
    if value is None:
        return "—"
    return str(ALL[kind].get(value, value))
