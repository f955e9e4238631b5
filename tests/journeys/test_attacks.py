"""G-03: whoever brings what looks like a letter gets the right answer, at the page and at the command line."""

import json
import logging
import tracemalloc
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.adapters.letters import attacks, forgery
from tests.adapters.letters.attacks import ALTERED, NOT_OURS, Scene
from tests.adapters.letters.authority import PASSPHRASE, Authority, StampService
from tests.conftest import MONDAY_MORNING

from certdesk import wiring
from certdesk.adapters.letters import KeyFile, PadesSigner, PyhankoChecker, Stamping, create_rehearsal_keys
from certdesk.cli.desk import verify as command
from certdesk.journey import issuing, keeping_signing_keys, verifying
from certdesk.ports.desk import Desk
from certdesk.ports.signer import LARGEST_FILE
from certdesk.ports.typesetter import LetterRecord
from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.models import Letter
from certdesk.stages.verify.verdict import Verdict

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EXPECTED = dict.fromkeys(ALTERED, Verdict.ALTERED) | dict.fromkeys(NOT_OURS, Verdict.NOT_OURS)
HEADINGS = {Verdict.ALTERED: "与签发的文件不一致", Verdict.NOT_OURS: "不是本系统签发的"}


@pytest.fixture(scope="module")
def stranger(tmp_path_factory) -> PadesSigner:
    folder = tmp_path_factory.mktemp("stranger")
    keys = create_rehearsal_keys(folder, at=MONDAY_MORNING, passphrase=b"stranger")
    return PadesSigner(KeyFile(keys.signer, b"stranger"), rehearsal=True)


@pytest.fixture
def letter(accepted, sign_off) -> Letter:
    return sign_off(accepted)


@pytest.fixture
def scene(desk, letter, stranger) -> Scene:
    record = replace(from_json(letter.record), letter_number="another letter")
    return Scene(
        signed=desk.vault.get(letter.signed_sha256),
        approved=desk.vault.get(letter.approved_sha256),
        foreign=desk.typesetter.typeset(record, at=desk.clock.now()),
        at=desk.clock.now(),
        own=desk.signer,
        stranger=stranger,
    )


@pytest.fixture
def forged(scene) -> dict[str, bytes]:
    return {name: forge(scene) for name, forge in (ALTERED | NOT_OURS).items()}


def test_each_attack_gets_its_verdict_and_shows_nobody(desk, scene, forged):
    answers = {name: verifying.verify_file(desk, pdf) for name, pdf in forged.items()}
    assert {name: answer.verdict for name, answer in answers.items()} == EXPECTED
    assert all(answer.document is None and answer.details for answer in answers.values())
    assert verifying.verify_file(desk, scene.signed).verdict is Verdict.GENUINE


def test_the_page_says_so(client, desk, forged, monkeypatch):
    monkeypatch.setattr(wiring, "desk", lambda: desk)
    too_large = {name for name, pdf in forged.items() if len(pdf) > LARGEST_FILE}
    assert too_large == {"20 MB behind it", "20 MB of nothing"}
    for name, pdf in forged.items():
        response = client.post("/v/", {"file": SimpleUploadedFile("letter.pdf", pdf)})
        words = "我们签发的文书远小于此" if name in too_large else HEADINGS[EXPECTED[name]]
        assert words in response.content.decode(), name
        assert "真实有效" not in response.content.decode(), name


def test_the_command_line_says_so(desk, scene, forged, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(command, "desk", lambda: desk)
    file = tmp_path / "letter.pdf"
    said = {}
    for name, pdf in forged.items():
        file.write_bytes(pdf)
        assert command.run(Namespace(subject=str(file), offline=False, keys=None, json=True)) == 1
        said[name] = json.loads(capsys.readouterr().out)["verdict"]
    assert said == EXPECTED
    file.write_bytes(scene.signed)
    assert command.run(Namespace(subject=str(file), offline=False, keys=None, json=True)) == 0


def test_no_attack_fills_the_memory(desk, forged):
    """Beside the file itself, which the page takes up to 4 MB."""
    for name in ("20 MB behind it", "10,000 objects behind it", "100,000 byte ranges behind it", "20 MB of nothing"):
        tracemalloc.start()
        verifying.verify_file(desk, forged[name])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 32 * attacks.MIB, name


def test_a_file_of_any_size_is_read_only_in_part(desk, scene, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(command, "desk", lambda: desk)
    file = tmp_path / "letter.pdf"
    with file.open("wb") as out:
        out.write(scene.signed)
        out.truncate(4096 * attacks.MIB)  # sparse: it takes no room on the disk
    tracemalloc.start()
    command.run(Namespace(subject=str(file), offline=False, keys=None, json=True))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert json.loads(capsys.readouterr().out)["verdict"] == "altered"
    assert peak < 32 * attacks.MIB


class Shadowing:
    """A typesetter in whose letters a second page hides: somebody had a hand in them before they were approved."""

    def __init__(self, real) -> None:
        self._real = real

    def typeset(self, record: LetterRecord, *, at) -> bytes:
        return attacks.shadowed(self._real.typeset(record, at=at))

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def test_a_page_hidden_before_signing_cannot_be_shown_afterwards(desk, accepted, officer, approver, with_part):
    """The shadow attack: what was signed and registered holds both pages, a few bytes change which one shows."""
    own = with_part(typesetter=Shadowing(desk.typesetter))
    signed = signed_letter(own, accepted, officer, approver)
    assert verifying.verify_file(own, signed).verdict is Verdict.GENUINE
    shown = attacks.revealed(signed)
    assert shown.startswith(signed)
    answer = verifying.verify_file(own, shown)
    assert answer.verdict is Verdict.ALTERED
    assert "签名没有覆盖整个文件。" in [str(line) for line in answer.details]


class TestKeyInOtherHands:
    """A perfect signature by the office's own key under something the office never registered."""

    def test_is_not_recognised_and_told_to_the_operator(self, desk, scene, caplog):
        with caplog.at_level(logging.ERROR):
            answer = verifying.verify_file(desk, scene.own.sign(scene.foreign, at=scene.at))
        assert (answer.verdict, answer.document) == (Verdict.NOT_OURS, None)
        assert str(answer.why) == "文件带有本单位密钥的签名，但登记簿中没有这份文书，不予承认。"
        assert desk.signer.identity.fingerprint in caplog.text

    def test_the_same_letter_signed_again_is_not_what_was_issued(self, desk, scene):
        again = scene.own.sign(scene.approved, at=scene.at + DAY)
        assert verifying.verify_file(desk, again).verdict is Verdict.ALTERED

    def test_after_a_revocation_the_answer_says_when_and_why(self, desk, scene, letter):
        keeping_signing_keys.revoke(desk, letter.signer_fingerprint, "密钥失窃", since=scene.at + DAY)
        answer = verifying.verify_file(desk, scene.own.sign(scene.foreign, at=scene.at))
        assert answer.verdict is Verdict.NOT_OURS
        assert str(answer.why) == "签名所用的密钥自2026-11-24起已被本单位吊销（密钥失窃），登记簿中也没有这份文书。"
        assert verifying.verify_file(desk, scene.signed).verdict is Verdict.GENUINE

    def test_a_letter_signed_since_the_revocation_is_revoked_with_the_reason(self, desk, scene, letter):
        keeping_signing_keys.revoke(desk, letter.signer_fingerprint, "密钥失窃", since=scene.at - DAY)
        answer = verifying.verify_file(desk, scene.signed)
        assert answer.verdict is Verdict.REVOKED
        assert str(answer.why).endswith("原因：密钥失窃")


class TestKeyThatEnded:
    """A certificate of forty days; it ends ten days after the letter."""

    @pytest.fixture
    def office(self, with_part, tmp_path) -> Callable[[StampService | None], Desk]:
        self.authority = Authority(tmp_path, MONDAY_MORNING - 30 * DAY)
        source = KeyFile(self.authority.p12(self.authority.signer(days=40)), PASSPHRASE)
        checker = PyhankoChecker([self.authority.root], stamp_roots=[self.authority.root])

        def at_work(service: StampService | None = None) -> Desk:
            stamping = Stamping(url=service.url, roots=[self.authority.root]) if service else None
            return with_part(signer=PadesSigner(source, rehearsal=True, stamping=stamping), checker=checker)

        return at_work

    def test_what_it_signed_in_time_stays_genuine_without_a_stamp(self, office, accepted, officer, approver, clock):
        own = office()
        signed = signed_letter(own, accepted, officer, approver)
        clock.advance(days=400)
        answer = verifying.verify_file(own, signed)
        assert answer.verdict is Verdict.GENUINE
        assert "签名没有时间戳，签发时间以登记簿和登记日志为准。" in [str(line) for line in answer.details]

    def test_and_with_one(self, office, accepted, officer, approver, clock):
        own = office()
        with StampService(self.authority, MONDAY_MORNING).running() as service:
            own = office(service)
            signed = signed_letter(own, accepted, officer, approver)
        clock.advance(days=400)
        answer = verifying.verify_file(own, signed)
        assert answer.verdict is Verdict.GENUINE
        assert "时间戳服务证明签名不晚于2026-11-23 09:30。" in [str(line) for line in answer.details]

    def test_what_it_signs_afterwards_is_not_ours(self, office, scene):
        own = office()
        late = forgery.signed_outside_validity(scene.foreign, own.signer, MONDAY_MORNING + 20 * DAY)
        assert verifying.verify_file(own, late).verdict is Verdict.NOT_OURS

    def test_nor_under_an_earlier_day_that_a_stamp_belies(self, office, scene):
        office()
        with StampService(self.authority, MONDAY_MORNING + 20 * DAY).running() as service:
            own = office(service)
            late = own.signer.sign(scene.foreign, at=MONDAY_MORNING)
        assert verifying.verify_file(own, late).verdict is Verdict.NOT_OURS


def signed_letter(desk: Desk, case, officer, approver) -> bytes:
    """Draft, approve and sign at this very desk."""
    letter = issuing.draft(desk, case.pk, by=officer)
    issuing.approve(desk, letter.pk, letter.pdf_sha256, by=approver)
    issuing.sign_letter(desk, letter.pk)
    letter.refresh_from_db()
    return desk.vault.get(letter.signed_sha256)
