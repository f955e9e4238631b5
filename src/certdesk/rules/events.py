"""The closed vocabulary of what can happen to a case, with the sentence the history shows for each."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from certdesk.rules.wording import Sentence


class EventKind(StrEnum):
    """Everything that can happen to a case; a new kind needs a sentence and a place in the lifecycle."""

    RECEIVED = "received"  # 收件
    MATERIAL_RECEIVED = "material_received"  # 收到材料
    MATERIAL_CLASSIFIED = "material_classified"  # 材料归类
    MATERIAL_READ = "material_read"  # 材料识别
    PARTICULARS_CHANGED = "particulars_changed"  # 更正登记信息
    LOOKUP_RECORDED = "lookup_recorded"  # 记录查询
    SUPPLEMENT_REQUESTED = "supplement_requested"  # 一次性告知补正
    SUPPLEMENT_RECEIVED = "supplement_received"  # 收到补正
    ACCEPTED = "accepted"  # 受理
    DECLINED = "declined"  # 不予受理
    REFERRED = "referred"  # 转办
    REJECTED = "rejected"  # 不予办理
    WITHDRAWN = "withdrawn"  # 撤回
    LAPSED = "lapsed"  # 逾期未补正
    VOIDED = "voided"  # 作废
    DRAFTED = "drafted"  # 拟稿
    PREVIEWED = "previewed"  # 预览
    DRAFT_RETURNED = "draft_returned"  # 退回重拟
    APPROVED = "approved"  # 审批
    APPROVAL_VOIDED = "approval_voided"  # 审批失效
    SIGNED = "signed"  # 签发
    END_PROPOSED = "end_proposed"  # 申请撤销文书
    END_TAKEN_BACK = "end_taken_back"  # 撤回申请
    LETTER_RECALLED = "letter_recalled"  # 撤销文书，重新出具
    DISPATCHED = "dispatched"  # 寄出
    READY_FOR_PICKUP = "ready_for_pickup"  # 可自取
    COLLECTED = "collected"  # 已领取
    CLOSED = "closed"  # 办结
    ARCHIVED = "archived"  # 归档
    MAIL_QUEUED = "mail_queued"  # 待发邮件
    MAIL_FAILED = "mail_failed"  # 邮件未送达
    REVEALED = "revealed"  # 查看明文
    DETAILS_SET = "details_set"  # 核验页显示详情的期限
    NOTED = "noted"  # 备注


_TEMPLATES: Mapping[EventKind, str] = {
    EventKind.RECEIVED: "收到申请，来自{channel}",
    EventKind.MATERIAL_RECEIVED: "收到材料{count}份",
    EventKind.MATERIAL_CLASSIFIED: "材料归类为“{material}”",
    EventKind.MATERIAL_READ: "材料已识别：{summary}",
    EventKind.PARTICULARS_CHANGED: "更正登记信息：{fields}",
    EventKind.LOOKUP_RECORDED: "在{site}查询：{result}",
    EventKind.SUPPLEMENT_REQUESTED: "一次性告知补正{count}项，暂停计时",
    EventKind.SUPPLEMENT_RECEIVED: "收到补正，恢复计时",
    EventKind.ACCEPTED: "受理",
    EventKind.DECLINED: "不予受理（{clauses}）",
    EventKind.REFERRED: "转由{office}办理",
    EventKind.REJECTED: "不予办理（{clauses}）",
    EventKind.WITHDRAWN: "申请人撤回申请",
    EventKind.LAPSED: "逾期未补正，办结",
    EventKind.VOIDED: "本件作废",
    EventKind.DRAFTED: "拟稿：{kind}，编号{number}",
    EventKind.PREVIEWED: "查看预览稿",
    EventKind.DRAFT_RETURNED: "退回重拟",
    EventKind.APPROVED: "审批通过",
    EventKind.APPROVAL_VOIDED: "审批失效，须重新拟稿",
    EventKind.SIGNED: "签发，编号{number}",
    EventKind.END_PROPOSED: "申请{what}：文书{number}",
    EventKind.END_TAKEN_BACK: "撤回对文书{number}的申请，文书继续有效",
    EventKind.LETTER_RECALLED: "撤销文书{number}，更正后重新出具",
    EventKind.DISPATCHED: "寄出（邮费到付），{carrier}，运单号{tracking}",
    EventKind.READY_FOR_PICKUP: "可到窗口自取",
    EventKind.COLLECTED: "已核对身份并领取",
    EventKind.CLOSED: "办结",
    EventKind.ARCHIVED: "归档，共{files}个文件",
    EventKind.MAIL_QUEUED: "发送邮件：{subject}",
    EventKind.MAIL_FAILED: "邮件未能送达：{subject}",
    EventKind.REVEALED: "查看未遮盖的个人信息：{what}",
    EventKind.DETAILS_SET: "申请人设置核验页的详情：{until}",
    EventKind.NOTED: "备注",
}

SENTENCES: Mapping[EventKind, str] = MappingProxyType(_TEMPLATES)

#: What the holder sees on the progress page; everything else is the office's own housekeeping.
FOR_HOLDER: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.RECEIVED: "已收到您的申请",
        EventKind.MATERIAL_RECEIVED: "收到您提交的材料{count}份",
        EventKind.SUPPLEMENT_REQUESTED: "需要您补充材料，计时暂停",
        EventKind.SUPPLEMENT_RECEIVED: "已收到您补充的材料，继续计时",
        EventKind.ACCEPTED: "已受理",
        EventKind.DECLINED: "不予受理，理由已邮件告知",
        EventKind.REFERRED: "本件由{office}办理，联系方式已告知",
        EventKind.REJECTED: "不予办理，理由已邮件告知",
        EventKind.WITHDRAWN: "您已撤回申请",
        EventKind.LAPSED: "未在期限内收到补充材料，本件已办结；您可以重新申请",
        EventKind.VOIDED: "本件已作废",
        EventKind.APPROVED: "审批通过，正在签发",
        EventKind.SIGNED: "已签发",
        EventKind.LETTER_RECALLED: "已签发的文书有误，已撤销，正在重新出具",
        EventKind.DISPATCHED: "已寄出（邮费到付），{carrier}，运单号{tracking}",
        EventKind.READY_FOR_PICKUP: "可到窗口自取，请先电话联系",
        EventKind.COLLECTED: "已领取",
        EventKind.CLOSED: "办结",
        EventKind.DETAILS_SET: "您设置了核验页的详情：{until}",
    }
)


class _Blank(dict[str, object]):
    """Missing values print as a dash, so that an old event never breaks a page."""

    def __missing__(self, key: str) -> str:
        return "—"


def sentence(kind: EventKind, data: Mapping[str, object]) -> Sentence:
    """Return the history's sentence for an event and its data."""
    return Sentence(SENTENCES[kind], _Blank(data))


def sentence_for_holder(kind: EventKind, data: Mapping[str, object]) -> Sentence | None:
    """Return the progress page's sentence, or None when the event is not the holder's concern."""
    template = FOR_HOLDER.get(kind)
    return None if template is None else Sentence(template, _Blank(data))
