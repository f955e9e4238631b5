"""寄送与自取: the letter leaves the office (G-16 to G-18)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from certdesk.cases.models import Case
from certdesk.cases.staff import Actor
from certdesk.rules.business import DeliveryMethod
from certdesk.stages.delivery.models import HandOver
from certdesk.stages.issue.models import Letter, LetterState

_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read two ways
_CODE_LENGTH = 6


class CannotHandOver(Exception):
    """The letter cannot leave the office this way; the text says why."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel with postage due (G-17)."""

    carrier: str
    tracking: str


def _signed(case: Case) -> Letter:
    letter = case.letters.filter(state=LetterState.SIGNED).order_by("-pk").first()
    if letter is None:
        raise CannotHandOver("文书尚未签发，不能寄出或领取。")
    return letter


def dispatch(case: Case, parcel: Parcel, *, by: Actor, at: datetime) -> HandOver:
    """Note that the letter was posted, postage due.

    Raises:
        CannotHandOver: not signed yet, or carrier or tracking number missing.
    """
    if not (parcel.carrier.strip() and parcel.tracking.strip()):
        raise CannotHandOver("请填写快递公司和运单号。")
    return HandOver.objects.create(
        case=case,
        letter=_signed(case),
        method=DeliveryMethod.POST.value,
        carrier=parcel.carrier.strip(),
        tracking=parcel.tracking.strip(),
        by_id=by.staff_id,
        at=at,
    )


def make_ready(case: Case, *, by: Actor, at: datetime) -> HandOver:
    """Lay the letter out for collection under a code.

    Raises:
        CannotHandOver: not signed yet.
    """
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return HandOver.objects.create(
        case=case, letter=_signed(case), method=DeliveryMethod.PICKUP.value, pickup_code=code, by_id=by.staff_id, at=at
    )


@dataclass(frozen=True, slots=True)
class Collection:
    """Who stood at the counter, with which code, and whether the officer compared the identity card."""

    code: str
    collector: str
    identity_checked: bool


def collect(case: Case, collection: Collection, *, at: datetime) -> HandOver:
    """Note a collection at the counter (G-18).

    Raises:
        CannotHandOver: wrong code, identity not checked, or nothing laid out.
    """
    row = case.handovers.filter(method=DeliveryMethod.PICKUP.value, collected_at=None).order_by("-pk").first()
    if row is None:
        raise CannotHandOver("本件没有待领取的文书。")
    if collection.code.strip().upper() != row.pickup_code:
        raise CannotHandOver("取件码不对，请核对。")
    if not collection.identity_checked or not collection.collector.strip():
        raise CannotHandOver("请核对领取人身份证件，并登记领取人姓名。")
    row.collected_at, row.identity_checked, row.collector = at, True, collection.collector.strip()
    row.save(update_fields=["collected_at", "identity_checked", "collector"])
    return row
