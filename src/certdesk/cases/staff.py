"""Who acts: a member of staff with the roles of one office, the holder, or the desk itself."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser

from certdesk.cases.models import Case, Membership
from certdesk.rules.permissions import Action, Role, may


class NotPermitted(Exception):
    """This person may not do that, or not in this office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Whose name stands in the history. ``user_id`` is None for the holder and for the desk itself."""

    label: str
    user_id: int | None = None
    roles: frozenset[tuple[str, Role]] = field(default_factory=frozenset)  # (office code, role)

    @property
    def staff_id(self) -> int:
        """The row of this member of staff.

        Raises:
            NotPermitted: the holder or the desk itself, who have none.
        """
        if self.user_id is None:
            raise NotPermitted("此操作须由工作人员办理。")
        return self.user_id

    def offices(self) -> frozenset[str]:
        """Return the codes of the offices this person works for."""
        return frozenset(office for office, _ in self.roles)

    def may(self, action: Action, office_code: str) -> bool:
        """Tell whether one of the roles in that office allows ``action``."""
        return any(office == office_code and may(role, action) for office, role in self.roles)


SYSTEM = Actor(label="系统")
HOLDER = Actor(label="申请人")


def actor_for(user: AbstractBaseUser) -> Actor:
    """Return the acting person behind a signed-in user."""
    rows = Membership.objects.filter(user_id=user.pk).values_list("office_code", "role")
    roles = frozenset((office, Role(role)) for office, role in rows)
    label = getattr(user, "first_name", "") or user.get_username()
    return Actor(label=label, user_id=user.pk, roles=roles)


def permit(actor: Actor, action: Action, case: Case) -> None:
    """Let ``actor`` pass, or raise.

    Raises:
        NotPermitted: no role of this person in the case's office allows ``action``.
    """
    permit_in(actor, action, case.office_code)


def permit_in(actor: Actor, action: Action, office_code: str) -> None:
    """As ``permit``, for work that belongs to an office and not to one case."""
    if not actor.may(action, office_code):
        raise NotPermitted("您没有办理此操作的权限，请联系本单位管理员。")
