"""The register of letters as a log: nothing can be changed, removed or slipped in unnoticed."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from certdesk.adapters.notary import FolderShelf, rehearsal_notary
from certdesk.journey import keeping_log, verifying
from certdesk.rules.signed_note import read_checkpoint
from certdesk.sealing.fields import desk_keys
from certdesk.stages.issue.models import Letter
from certdesk.stages.verify.models import LogCheckpoint, LogEntry
from certdesk.stages.verify.verdict import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(accepted, issue) -> Letter:
    return issue(accepted)


def flaws(desk, elsewhere=None, *, files=False):
    return [f"{flaw.where}：{flaw.why}" for flaw in keeping_log.verify(desk, elsewhere or {}, files=files).flaws]


def tamper(sql, *values):
    """Change the register as somebody would who has the database: past the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'verify_%%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)


def test_a_signed_letter_is_in_the_log_and_its_head_is_signed(desk, letter):
    (entry,) = LogEntry.objects.all()
    head, kind, _number, sha256, *_rest = entry.leaf.splitlines()
    assert (head, kind, sha256) == ("certdesk-letter/1", "issued", letter.signed_sha256)
    assert read_checkpoint(LogCheckpoint.objects.get().note).checkpoint.size == 1
    assert flaws(desk, files=True) == []


def test_a_leaf_holds_nothing_personal(letter):
    leaf = LogEntry.objects.get().leaf
    for personal in ("林", letter.code, letter.holder_masked):
        assert personal not in leaf


def test_the_end_of_a_letter_is_an_entry_of_its_own(desk, letter, revoke, work):
    revoke(letter)
    work()
    assert list(LogEntry.objects.order_by("index").values_list("kind", flat=True)) == ["issued", "revoked"]
    assert flaws(desk) == []


def test_every_entry_of_a_letter_can_be_proved(desk, letter, revoke, work):
    revoke(letter)
    work()
    proofs = keeping_log.prove(desk, letter.code)
    assert [proof.inclusion.holds for proof in proofs] == [True, True]
    with pytest.raises(keeping_log.NoProof, match="没有这个编号"):
        keeping_log.prove(desk, "LN2026-00-99999")


@pytest.mark.parametrize("deed", ["UPDATE verify_logentry SET leaf = 'x'", "DELETE FROM verify_logcheckpoint"])
def test_the_database_refuses_to_change_the_log(letter, deed):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)


def test_a_changed_register_is_noticed(desk, letter):
    tamper("UPDATE issue_letter SET signed_sha256 = %s", "0" * 64)
    assert "登记簿上的编号、文件散列值、日期或原因与登记日志不符" in flaws(desk)[0]


def test_a_changed_entry_is_noticed_even_when_its_hash_is_mended(desk, letter):
    tamper("UPDATE verify_logentry SET leaf = %s, hash = %s", "forged", "ab" * 32)
    assert any("检查点之前的内容被改动" in flaw for flaw in flaws(desk))


def test_a_letter_slipped_into_the_register_is_noticed(desk, letter):
    tamper("DELETE FROM verify_logentry")
    assert any("不在登记日志中：被添入" in flaw for flaw in flaws(desk))


def test_a_checkpoint_kept_elsewhere_tells_of_a_log_that_was_rolled_back(desk, letter, revoke, work):
    kept = keeping_log.checkpoint(desk)
    assert flaws(desk, {"kept": kept}) == []
    tamper("DELETE FROM verify_logcheckpoint")
    tamper("DELETE FROM verify_logentry")
    tamper("DELETE FROM cases_counter WHERE name = %s", "log")
    assert any("检查点有1项，登记日志只有0项" in flaw for flaw in flaws(desk, {"kept": kept}))


def test_a_checkpoint_of_somebody_else_is_no_checkpoint(desk, letter):
    stranger = rehearsal_notary(desk_keys, "elsewhere.example")
    note = keeping_log.checkpoint(desk).replace(desk.notary.keys[0].name, stranger.keys[0].name)
    assert any("不是由本单位的登记签名密钥签名的" in flaw for flaw in flaws(desk, {"theirs": note}))
    assert any("不是检查点文件" in flaw for flaw in flaws(desk, {"nonsense": "hello"}))


def test_a_damaged_file_is_named(desk, letter):
    desk.vault._path(letter.signed_sha256).unlink()
    assert any("签名文件缺失或损坏" in flaw for flaw in flaws(desk, files=True))


def test_an_entry_is_named_by_its_place_and_its_letter(desk, letter):
    """Counted from one, as the verification page counts; whoever reads it must find the letter."""
    tamper("UPDATE issue_letter SET signed_sha256 = %s", "0" * 64)
    assert flaws(desk)[0].startswith("第1项（LN2026-00-00001）：")
    tamper("UPDATE issue_letter SET state = 'revoked'")
    assert "LN2026-00-00001：文书的失效不在登记日志中" in flaws(desk)


@pytest.mark.parametrize(
    ("column", "value"), [("holder_masked", "张＊＊"), ("code", "A" * 26), ("specimen", False), ("record", "forged")]
)
def test_what_the_page_shows_is_what_the_sealed_record_says(desk, letter, column, value):
    """The open columns are no part of the log, for they are personal: the record that only the keys open tells."""
    assert flaws(desk, files=True) == []
    tamper(f"UPDATE issue_letter SET {column} = %s", value)  # noqa: S608  # the columns above
    assert any("与文书的内容不符" in flaw for flaw in flaws(desk, files=True))


def test_the_head_is_given_out_as_a_file(desk, letter, tmp_path):
    name = keeping_log.export(desk)
    assert (tmp_path / "checkpoints" / name).read_text() == keeping_log.checkpoint(desk)


def test_a_file_that_is_checked_is_found_in_the_log(desk, letter):
    answer = verifying.verify_file(desk, desk.vault.get(letter.signed_sha256))
    assert answer.verdict is Verdict.GENUINE
    assert str(answer.details[-1]) == "本文件在登记日志中：第1项，共1项，已核对到签名的检查点。"


def test_the_head_goes_out_by_mail_once_a_day(desk, letter, with_part, outbox, work, tmp_path):
    away = with_part(shelf=FolderShelf(tmp_path / "checkpoints", "keeper@example.com"))
    keeping_log.export(away)
    keeping_log.export(away)
    work()
    (mail,) = [mail for mail in outbox.sent if mail.to == "keeper@example.com"]
    assert flaws(desk, {"mail": mail.text.partition("含空行。）\n\n")[2]}) == []
    assert "检查点" in mail.html
