"""Who may do what. Four eyes are kept elsewhere too: nobody approves a letter they prepared (design rule 5)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody is at one office."""

    OFFICER = "officer"  # 经办人
    APPROVER = "approver"  # 审核人
    HEAD = "head"  # 负责人
    ADMINISTRATOR = "administrator"  # 系统管理员


class Action(StrEnum):
    """Everything that can be done at the desk."""

    VIEW_CASE = "view_case"  # 查看办件
    REVEAL = "reveal"  # 显示完整个人信息
    RECORD_LOOKUP = "record_lookup"  # 登记查询结果
    ACCEPT = "accept"  # 受理
    REQUEST_SUPPLEMENT = "request_supplement"  # 一次性告知补正
    DECLINE = "decline"  # 不予受理
    REFER = "refer"  # 转办
    REJECT = "reject"  # 不予办理
    WITHDRAW = "withdraw"  # 撤回
    DRAFT = "draft"  # 拟稿
    PREVIEW = "preview"  # 预览
    APPROVE = "approve"  # 签发
    RETURN_DRAFT = "return_draft"  # 退回修改
    DISPATCH = "dispatch"  # 寄出
    HAND_OVER = "hand_over"  # 当面领取
    CLOSE = "close"  # 办结
    ARCHIVE = "archive"  # 归档
    VOID = "void"  # 作废
    PROPOSE_END = "propose_end"  # 申请撤销文书
    PARK_RESOLVE = "park_resolve"  # 处理暂存来件
    PROPOSE_TEXT = "propose_text"  # 起草文书文本
    APPROVE_TEXT = "approve_text"  # 批准文书文本
    VIEW_FIGURES = "view_figures"  # 查看统计
    MANAGE_ACCOUNTS = "manage_accounts"  # 管理账号


SEES_CASES = frozenset({Action.VIEW_CASE, Action.REVEAL, Action.PREVIEW})
WORKS_CASES = SEES_CASES | {
    Action.RECORD_LOOKUP,
    Action.ACCEPT,
    Action.REQUEST_SUPPLEMENT,
    Action.DECLINE,
    Action.REFER,
    Action.REJECT,
    Action.WITHDRAW,
    Action.DRAFT,
    Action.DISPATCH,
    Action.HAND_OVER,
    Action.CLOSE,
    Action.ARCHIVE,
    Action.PARK_RESOLVE,
    Action.PROPOSE_TEXT,
    Action.PROPOSE_END,
}
SIGNS_LETTERS = SEES_CASES | {
    Action.APPROVE,
    Action.RETURN_DRAFT,
    Action.VOID,
    Action.PROPOSE_END,
    Action.PROPOSE_TEXT,
    Action.APPROVE_TEXT,
}

ALLOWED: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.OFFICER: WORKS_CASES,
        Role.APPROVER: SIGNS_LETTERS,
        Role.HEAD: WORKS_CASES | SIGNS_LETTERS | {Action.VIEW_FIGURES},
        Role.ADMINISTRATOR: frozenset({Action.MANAGE_ACCOUNTS}),  # keeps accounts, sees nobody's data
    }
)
"""What each role may do; whatever is not listed is refused."""


def may(role: Role, action: Action) -> bool:
    """Tell whether somebody of ``role`` may do ``action`` at their own office."""
    return action in ALLOWED[role]
