"""Who may do what."""

import pytest

from certdesk.rules.permissions import ALLOWED, Action, Role, may


def test_an_administrator_keeps_accounts_and_sees_nobodys_data():
    assert ALLOWED[Role.ADMINISTRATOR] == {Action.MANAGE_ACCOUNTS}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER, Role.HEAD])
def test_only_an_administrator_keeps_accounts(role):
    assert not may(role, Action.MANAGE_ACCOUNTS)


def test_an_officer_works_cases_and_signs_nothing():
    assert may(Role.OFFICER, Action.ACCEPT)
    assert may(Role.OFFICER, Action.DRAFT)
    assert not may(Role.OFFICER, Action.APPROVE)
    assert not may(Role.OFFICER, Action.VOID)


def test_an_approver_signs_and_works_no_case():
    assert ALLOWED[Role.APPROVER] == {
        Action.VIEW_CASE,
        Action.REVEAL,
        Action.PREVIEW,
        Action.APPROVE,
        Action.RETURN_DRAFT,
        Action.VOID,
        Action.PROPOSE_END,
        Action.PROPOSE_TEXT,
        Action.APPROVE_TEXT,
    }


def test_a_head_may_do_what_officers_and_approvers_do_and_sees_the_figures():
    assert ALLOWED[Role.HEAD] == ALLOWED[Role.OFFICER] | ALLOWED[Role.APPROVER] | {Action.VIEW_FIGURES}


def test_every_action_is_somebodys():
    assert frozenset().union(*ALLOWED.values()) == set(Action)


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        ALLOWED[Role.OFFICER] = frozenset(Action)
