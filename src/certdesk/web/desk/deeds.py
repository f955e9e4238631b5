"""Everything an officer can do to a case: one table, one form each, one door to the journey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certdesk.cases.staff import Actor
from certdesk.journey import archiving, deciding, delivering, evidence, issuing
from certdesk.ports.desk import Desk
from certdesk.ports.typesetter import CannotTypeset
from certdesk.rules.business import Outcome
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import State, possible
from certdesk.rules.permissions import Action
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.decision.decide import DecisionIncomplete
from certdesk.stages.delivery.hand_over import CannotHandOver, Collection, Parcel
from certdesk.stages.delivery.queries import awaits_collection, has_left
from certdesk.stages.evidence.look_up import LookUpDiffers, LookUpIncomplete
from certdesk.stages.evidence.supplement import NothingMissing
from certdesk.stages.issue.compose import CannotCompose
from certdesk.stages.issue.queries import letter_of, may_be_voided
from certdesk.web.desk import deed_forms as forms
from certdesk.web.labels import label

if TYPE_CHECKING:
    from certdesk.cases.models import Case

SAYS_WHY = (  # exceptions whose text is written for the officer
    CannotAccept,
    CannotCompose,
    CannotHandOver,
    CannotTypeset,
    DecisionIncomplete,
    LookUpDiffers,
    LookUpIncomplete,
    NothingMissing,
    delivering.CannotClose,
)
Run = Callable[[Desk, "Case", Any, Actor], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that can be done to a case."""

    name: str
    title: Promise
    event: EventKind
    action: Action
    form: type[forms.DeedForm]
    run: Run
    button: Promise
    danger: bool = False
    ready: Callable[[Case], bool] = lambda _case: True


def _look_up(desk: Desk, case: Case, form: forms.LookUpForm, by: Actor) -> str:
    upload = form.cleaned_data["screenshot"]
    evidence.record_lookup(desk, case.pk, form.report(), upload.read() if upload else None, by=by)
    return gettext("已登记查询结果。")


def _correct(desk: Desk, case: Case, form: forms.ParticularsForm, by: Actor) -> str:
    changed = evidence.correct_particulars(desk, case.pk, form.particulars(), by=by)
    return gettext("已更正{count}项。").format(count=len(changed)) if changed else gettext("没有改动。")


def _accept(desk: Desk, case: Case, form: forms.AcceptForm, by: Actor) -> str:
    values = form.cleaned_data
    chosen = Outcome(values["chosen"]) if values["chosen"] else None
    outcome = deciding.accept(desk, case.pk, chosen=chosen, reasons=values["reasons"], by=by)
    return gettext("已受理：{outcome}。").format(outcome=label("outcome", outcome))


def _reconsider(desk: Desk, case: Case, form: forms.ReconsiderForm, by: Actor) -> str:
    values = form.cleaned_data
    deciding.reconsider(desk, case.pk, Outcome(values["chosen"]), values["reasons"], by=by)
    return gettext("已重新确定办理结果。")


def _supplement(desk: Desk, case: Case, form: forms.SupplementForm, by: Actor) -> str:
    evidence.request_supplement(desk, case.pk, form.cleaned_data["words"], by=by)
    return gettext("已一次性告知申请人补正，计时暂停。")


def _refusal(form: forms.RefusalForm) -> deciding.Refusal:
    return deciding.Refusal(clauses=form.cleaned_data["clauses"], reasons=form.cleaned_data["reasons"])


def _decline(desk: Desk, case: Case, form: forms.RefusalForm, by: Actor) -> str:
    deciding.decline(desk, case.pk, _refusal(form), by=by)
    return gettext("已作出不予受理的决定。")


def _reject(desk: Desk, case: Case, form: forms.RefusalForm, by: Actor) -> str:
    deciding.reject(desk, case.pk, _refusal(form), by=by)
    return gettext("已作出不予办理的决定。")


def _refer(desk: Desk, case: Case, form: forms.ReferForm, by: Actor) -> str:
    deciding.refer(desk, case.pk, form.cleaned_data["office"], form.cleaned_data["reasons"], by=by)
    return gettext("已转办，并把该单位的联系方式告诉申请人。")


def _withdraw(desk: Desk, case: Case, _form: forms.DeedForm, by: Actor) -> str:
    deciding.withdraw(desk, case.pk, by=by)
    return gettext("已登记撤回。")


def _void(desk: Desk, case: Case, form: forms.ReasonForm, by: Actor) -> str:
    deciding.void(desk, case.pk, form.cleaned_data["reasons"], by=by)
    return gettext("已作废。")


def _draft(desk: Desk, case: Case, _form: forms.DeedForm, by: Actor) -> str:
    letter = issuing.draft(desk, case.pk, by=by)
    return gettext("已拟稿{number}，等待另一位同事审批。").format(number=f"{letter.series}-{letter.serial:05d}")


def _dispatch(desk: Desk, case: Case, form: forms.DispatchForm, by: Actor) -> str:
    delivering.dispatch(desk, case.pk, Parcel(**form.cleaned_data), by=by)
    return gettext("已登记寄出，并把运单号告诉申请人。")


def _make_ready(desk: Desk, case: Case, _form: forms.DeedForm, by: Actor) -> str:
    delivering.make_ready(desk, case.pk, by=by)
    return gettext("已通知申请人领取。")


def _hand_over(desk: Desk, case: Case, form: forms.CollectForm, by: Actor) -> str:
    delivering.hand_over(desk, case.pk, Collection(**form.cleaned_data), by=by)
    return gettext("已登记领取。")


def _close(desk: Desk, case: Case, _form: forms.DeedForm, by: Actor) -> str:
    delivering.close(desk, case.pk, by=by)
    return gettext("已办结。")


def _archive(desk: Desk, case: Case, _form: forms.DeedForm, by: Actor) -> str:
    archiving.archive(desk, case.pk, by=by)
    return gettext("已归档。")


def _without_draft(case: Case) -> bool:
    letter = letter_of(case)
    return letter is None or letter.state not in {"drafted", "approved"}


def _accepted_without_draft(case: Case) -> bool:
    return case.state == State.ACCEPTED and _without_draft(case)


DEEDS = (
    Deed(name="lookup", title=_("登记查询结果"), event=EventKind.LOOKUP_RECORDED, action=Action.RECORD_LOOKUP,
         form=forms.LookUpForm, run=_look_up, button=_("登记")),
    Deed(name="accept", title=_("受理"), event=EventKind.ACCEPTED, action=Action.ACCEPT,
         form=forms.AcceptForm, run=_accept, button=_("受理")),
    Deed(name="supplement", title=_("一次性告知补正"), event=EventKind.SUPPLEMENT_REQUESTED,
         action=Action.REQUEST_SUPPLEMENT, form=forms.SupplementForm, run=_supplement, button=_("发送告知")),
    Deed(name="draft", title=_("拟稿"), event=EventKind.DRAFTED, action=Action.DRAFT,
         form=forms.DeedForm, run=_draft, button=_("生成文书"), ready=_without_draft),
    Deed(name="dispatch", title=_("登记寄出（邮费到付）"), event=EventKind.DISPATCHED, action=Action.DISPATCH,
         form=forms.DispatchForm, run=_dispatch, button=_("已寄出"), ready=lambda case: not has_left(case)),
    Deed(name="ready", title=_("通知到窗口领取"), event=EventKind.READY_FOR_PICKUP, action=Action.HAND_OVER,
         form=forms.DeedForm, run=_make_ready, button=_("通知领取"),
         ready=lambda case: not (awaits_collection(case) or has_left(case))),
    Deed(name="collect", title=_("登记当面领取"), event=EventKind.COLLECTED, action=Action.HAND_OVER,
         form=forms.CollectForm, run=_hand_over, button=_("已领取"), ready=awaits_collection),
    Deed(name="close", title=_("办结"), event=EventKind.CLOSED, action=Action.CLOSE,
         form=forms.DeedForm, run=_close, button=_("办结"), ready=has_left),
    Deed(name="archive", title=_("归档"), event=EventKind.ARCHIVED, action=Action.ARCHIVE,
         form=forms.DeedForm, run=_archive, button=_("归档")),
    Deed(name="particulars", title=_("更正登记信息"), event=EventKind.PARTICULARS_CHANGED,
         action=Action.RECORD_LOOKUP, form=forms.ParticularsForm, run=_correct, button=_("保存")),
    Deed(name="reconsider", title=_("重新确定办理结果"), event=EventKind.PARTICULARS_CHANGED, action=Action.ACCEPT,
         form=forms.ReconsiderForm, run=_reconsider, button=_("确定"), ready=_accepted_without_draft),
    Deed(name="refer", title=_("转其他单位"), event=EventKind.REFERRED, action=Action.REFER,
         form=forms.ReferForm, run=_refer, button=_("转办"), danger=True),
    Deed(name="decline", title=_("不予受理"), event=EventKind.DECLINED, action=Action.DECLINE,
         form=forms.RefusalForm, run=_decline, button=_("不予受理"), danger=True),
    Deed(name="reject", title=_("不予办理"), event=EventKind.REJECTED, action=Action.REJECT,
         form=forms.RefusalForm, run=_reject, button=_("不予办理"), danger=True),
    Deed(name="withdraw", title=_("申请人要求撤回"), event=EventKind.WITHDRAWN, action=Action.WITHDRAW,
         form=forms.DeedForm, run=_withdraw, button=_("登记撤回"), danger=True),
    Deed(name="void", title=_("作废"), event=EventKind.VOIDED, action=Action.VOID,
         form=forms.ReasonForm, run=_void, button=_("作废"), ready=may_be_voided, danger=True),
)  # fmt: skip
BY_NAME = {deed.name: deed for deed in DEEDS}


def offered(case: Case, actor: Actor) -> list[Deed]:
    """Return what the state of a case and the roles of a person allow, most likely first."""
    events = possible(State(case.state))
    return [
        deed for deed in DEEDS if deed.event in events and actor.may(deed.action, case.office_code) and deed.ready(case)
    ]
