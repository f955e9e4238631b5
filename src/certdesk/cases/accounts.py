"""Staff accounts: a user and a role in one office."""

from django.contrib.auth.models import User

from certdesk.cases.models import Membership
from certdesk.rules.permissions import Role


class AccountExists(Exception):
    """There is an account of that name already; its password stays."""


def create_account(name: str, label: str, password: str, *, office_code: str, role: Role) -> User:
    """Make an account; ``label`` is the name that stands in the history.

    Raises:
        AccountExists: the user name is taken.
    """
    if User.objects.filter(username=name).exists():
        raise AccountExists(name)
    user = User.objects.create_user(name, password=password, first_name=label)
    Membership.objects.create(user=user, office_code=office_code, role=role.value)
    return user
