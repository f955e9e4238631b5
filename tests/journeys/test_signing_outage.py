"""G-16: the key may be away for a while. The letter waits where somebody sees it; nothing is lost or signed twice."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from django.db import connection

from certdesk.adapters.job_queue.board import TableBoard
from certdesk.adapters.job_queue.workload import TableWorkload
from certdesk.jobs.handlers import HANDLERS
from certdesk.jobs.worker import run_until_idle
from certdesk.journey import issuing, keeping_signing_keys, verifying
from certdesk.ports.signer import Signer, SigningIdentity, SigningUnavailable
from certdesk.ports.vault import NotInVault
from certdesk.rules.lifecycle import State
from certdesk.stages.issue.certificates import note_use
from certdesk.stages.issue.models import LetterState
from certdesk.stages.issue.queries import waiting_for_signature
from certdesk.stages.issue.sign import CannotSign
from certdesk.stages.verify.verdict import Verdict

pytestmark = pytest.mark.django_db
OFFICES = frozenset({"00"})


@dataclass
class AwaySigner:
    """The real signer, whose key store can be away."""

    real: Signer
    away: bool = True

    @property
    def identity(self) -> SigningIdentity:
        return self.real.identity

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        if self.away:
            raise SigningUnavailable("密钥介质未插入，请检查。")
        return self.real.sign(pdf, at=at)


@pytest.fixture
def key_store(signer) -> AwaySigner:
    return AwaySigner(signer)


@pytest.fixture
def approved(desk, accepted, officer, approver, with_part, key_store, clock):
    """An approved letter while the key is away; returns it with a worker that tries."""
    own = with_part(signer=key_store)
    letter = issuing.draft(own, accepted.pk, by=officer)
    seen = hashlib.sha256(issuing.preview(own, letter.pk, by=approver)).hexdigest()
    issuing.approve(own, letter.pk, seen, by=approver)

    def work(**later: int) -> None:
        clock.advance(**later)
        run_until_idle(own, TableWorkload(clock), HANDLERS)
        letter.refresh_from_db()

    return letter, work


def test_while_the_key_is_away_the_letter_waits_where_it_is_seen(approved, accepted):
    """G-16: approved, not signed; the case is decided and not issued."""
    letter, work = approved
    work(minutes=1)
    accepted.refresh_from_db()
    assert (letter.state, accepted.state) == (LetterState.APPROVED, State.DECIDED)
    assert waiting_for_signature(OFFICES) == [letter]


def test_when_the_key_is_back_the_job_signs_by_itself(desk, approved, key_store):
    """G-16: at its next try."""
    letter, work = approved
    work(minutes=1)
    key_store.away = False
    work(hours=1)
    assert letter.state == LetterState.SIGNED
    assert waiting_for_signature(OFFICES) == []
    assert verifying.verify_code(desk, letter.code).verdict is Verdict.GENUINE


def test_a_job_given_up_is_brought_back_by_the_sweep(desk, approved, key_store, clock):
    """G-16: away for days, every try used up; afterwards nobody needs to remember the letter."""
    letter, work = approved
    for _ in range(25):
        work(hours=2)
    assert [note.name for note in TableBoard(clock).failed()] == ["sign_letter"]
    key_store.away = False
    work(hours=2)
    assert letter.state == LetterState.APPROVED
    assert issuing.sign_waiting(desk) == 1
    work()
    assert letter.state == LetterState.SIGNED
    assert issuing.sign_waiting(desk) == 0


def test_sweeping_while_the_job_still_waits_signs_once(desk, approved, key_store, accepted):
    """G-16: one letter, one signature, one mail."""
    letter, work = approved
    for _ in range(3):
        issuing.sign_waiting(desk)
    key_store.away = False
    work(hours=1)
    assert accepted.events.filter(kind="signed").count() == 1
    assert accepted.outgoing.filter(kind="issued").count() == 1
    assert letter.state == LetterState.SIGNED


def test_while_it_waits_the_approver_may_take_the_letter_back(desk, approved, approver, key_store, accepted):
    """G-16: then the key's return signs nothing."""
    letter, work = approved
    issuing.return_draft(desk, letter.pk, "写错了", by=approver)
    key_store.away = False
    work(hours=1)
    accepted.refresh_from_db()
    assert (letter.state, letter.signed_sha256, accepted.state) == (LetterState.RETURNED, "", State.ACCEPTED)


def test_bytes_gone_from_the_store_stop_the_signature_with_a_plain_word(desk, with_part, approved):
    """G-16: nothing is signed in their place."""
    letter, _ = approved

    class Empty:
        def get(self, sha256: str) -> bytes:
            raise NotInVault(sha256)

    with pytest.raises(CannotSign, match=r"缺失或损坏.*退回重拟"):
        issuing.sign_letter(with_part(vault=Empty()), letter.pk)


def test_a_letter_drafted_for_rehearsal_is_never_signed_with_the_offices_key(desk, with_part, approved, signer):
    """G-16: nor the other way round: the word SPECIMEN and the key go together."""
    letter, _ = approved

    class OfficeKey(AwaySigner):
        @property
        def identity(self) -> SigningIdentity:
            return replace(self.real.identity, rehearsal=False)

    with pytest.raises(CannotSign):
        issuing.sign_letter(with_part(signer=OfficeKey(signer, away=False)), letter.pk)


class Observed:
    """A signer beside whose work something else happens, as it may: a service takes seconds to answer."""

    def __init__(self, real: Signer, meanwhile: Callable[[], object]) -> None:
        self._real, self._meanwhile = real, meanwhile
        self.transactions: list[bool] = []

    @property
    def identity(self) -> SigningIdentity:
        return self._real.identity

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        self.transactions.append(connection.in_atomic_block)
        signed = self._real.sign(pdf, at=at)
        self._meanwhile()
        return signed


@pytest.mark.django_db(transaction=True)
def test_while_a_service_is_waited_for_others_can_write(with_part, approved, signer):
    """G-16: no transaction is open meanwhile, or one slow service would stop the whole desk."""
    letter, _ = approved
    slow = Observed(signer, lambda: None)
    assert issuing.sign_letter(with_part(signer=slow), letter.pk)
    assert slow.transactions == [False]


def test_a_letter_taken_back_while_it_is_being_signed_stays_unsigned(desk, with_part, approved, signer, approver):
    """G-16: the signature is thrown away, and the number stays free for the next draft."""
    letter, _ = approved
    taken_back = Observed(signer, lambda: issuing.return_draft(desk, letter.pk, "写错了", by=approver))
    assert not issuing.sign_letter(with_part(signer=taken_back), letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.signed_sha256, letter.serial) == (LetterState.RETURNED, "", None)


def test_two_that_sign_the_same_letter_register_one_signature(desk, with_part, approved, signer, key_store, accepted):
    """G-16: whoever comes second finds it done."""
    letter, _ = approved
    key_store.away = False
    second = Observed(signer, lambda: issuing.sign_letter(desk, letter.pk))
    assert not issuing.sign_letter(with_part(signer=second), letter.pk)
    assert accepted.events.filter(kind="signed").count() == 1
    assert accepted.outgoing.filter(kind="issued").count() == 1


def test_a_key_revoked_while_it_signs_registers_nothing(desk, with_part, approved, signer, clock):
    """G-16: the letter waits for the next key."""
    letter, _ = approved
    note_use(signer.identity, at=clock.now())  # by an earlier letter
    fingerprint = signer.identity.fingerprint
    stolen = Observed(signer, lambda: keeping_signing_keys.revoke(desk, fingerprint, "密钥失窃"))
    with pytest.raises(SigningUnavailable, match="已登记吊销"):
        issuing.sign_letter(with_part(signer=stolen), letter.pk)
    letter.refresh_from_db()
    assert letter.state == LetterState.APPROVED
