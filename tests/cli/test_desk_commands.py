"""The commands that work at the desk, each run as its users run it: a process of its own in a home of its own."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from certdesk.adapters.notary import Ed25519Notary, Seed
from certdesk.rules.offline_code import OfflineFacts, to_be_signed, write_code
from certdesk.stages.verify.publish import published_keys

MAIL = """From: lin@example.com
To: desk@example.com
Subject: 证书丢失补证明
Message-ID: <one@example.com>
Content-Type: text/plain; charset=utf-8

姓名：林晓梅
身份证号：210199198003070014
证书编号：1507000000412345
职业：电工　等级：四级
收件人：林晓梅　电话：15400000001
地址：辽宁省沈阳市和平区示例街1号
"""


def certdesk(home: Path, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "PYTHONPATH"}}
    environment = kept | {"CERTDESK_HOME": str(home), "CERTDESK_READER": "none", "CERTDESK_LOG": "ERROR"} | settings
    command = [sys.executable, "-m", "certdesk", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=home.parent)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that is set up, its rehearsal key made; tests that change it take a copy."""
    path = tmp_path_factory.mktemp("desk") / "home"
    done = certdesk(path, "setup")
    assert done.returncode == 0, done.stderr
    certdesk(path, "verify", "AAAA")
    return path


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    """A desk of this test's own, with one mail in its mailbox."""
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    (copy / "mailbox" / "new").mkdir(parents=True)
    (copy / "mailbox" / "cur").mkdir()
    (copy / "mailbox" / "new" / "1.a").write_text(MAIL)
    return copy


def test_set_up_makes_keys_database_and_says_where(home):
    assert (home / "keys.json").stat().st_mode & 0o777 == 0o600
    assert (home / "certdesk.sqlite3").exists()
    assert str(home) in certdesk(home, "setup").stdout


def test_set_up_again_keeps_the_keys(home):
    before = (home / "keys.json").read_text()
    certdesk(home, "setup")
    assert (home / "keys.json").read_text() == before


def test_rehearsal_accounts_are_printed_once_only(tmp_path):
    first = certdesk(tmp_path / "home", "setup", "--rehearsal")
    second = certdesk(tmp_path / "home", "setup", "--rehearsal")
    assert first.stdout.count("密码 ") == 4
    assert "密码 " not in second.stdout
    mails = list((tmp_path / "home" / "mailbox" / "new").iterdir())
    assert len(mails) >= 8


@pytest.mark.parametrize("command", [("fetch-mail",), ("serve",), ("worker", "--drain"), ("verify", "ABC")])
def test_a_desk_that_is_not_set_up_says_what_to_run(tmp_path, command):
    (tmp_path / "empty").mkdir()
    done = certdesk(tmp_path / "empty", *command)
    assert done.returncode == 1
    assert "certdesk setup" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mail_is_understood_without_a_desk_and_nothing_is_stored(tmp_path):
    mail = tmp_path / "mail.eml"
    mail.write_text(MAIL)
    done = certdesk(tmp_path / "nowhere", "understand", "--json", mail)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert (answer["bucket"], answer["business"]) == ("application", "lost")
    assert answer["applicant"] == {"name": "林晓梅", "id_number": "210199198003070014"}
    assert answer["certificate"] == {"number": "1507000000412345", "occupation": "电工", "level": 4}
    assert answer["delivery"] == {
        "method": "post",
        "recipient": "林晓梅",
        "telephone": "15400000001",
        "address": "辽宁省沈阳市和平区示例街1号",
    }
    assert answer["materials"] == {}
    assert answer["missing"] == ["id_portrait_side", "id_emblem_side", "lookup_screenshot"]
    assert answer["office"]["code"] == "00"
    assert not (tmp_path / "nowhere").exists()


def test_a_mail_that_is_not_there_is_an_answer_of_no(tmp_path):
    done = certdesk(tmp_path / "nowhere", "understand", "none.eml")
    assert (done.returncode, done.stderr) == (1, "无法打开文件 none.eml：没有这个文件。\n")


def test_a_picture_that_is_not_there_is_told_in_the_readers_language(tmp_path):
    done = certdesk(tmp_path / "nowhere", "read", "none.jpg", tmp_path)
    assert done.returncode == 1
    assert "无法打开文件：没有这个文件。" in done.stdout
    assert "无法打开文件：这是文件夹，不是文件。" in done.stdout


def test_reading_a_file_that_is_no_picture_says_what_to_do(tmp_path):
    script = tmp_path / "picture.jpg"
    script.write_text("<html>")
    done = certdesk(tmp_path / "nowhere", "read", "--json", script)
    (row,) = json.loads(done.stdout)
    assert done.returncode == 1
    assert row["kind"] == "unknown"
    assert row["problem"]


def test_fetching_mail_brings_it_into_buckets(own_home):
    first = json.loads(certdesk(own_home, "fetch-mail", "--json").stdout)
    again = json.loads(certdesk(own_home, "fetch-mail", "--json").stdout)
    assert (first["stored"], first["sorted"], first["buckets"]) == (1, 1, {"application": 1})
    assert (again["stored"], again["problem"]) == (0, "")
    assert certdesk(own_home, "worker", "--drain").returncode == 0
    assert len(list((own_home / "outbox").rglob("*.eml"))) == 1


def test_a_mailbox_that_cannot_be_read_is_an_answer_of_no_in_words(home, tmp_path):
    done = certdesk(home, "fetch-mail", CERTDESK_MAILBOX=f"maildir:{tmp_path}/away")
    assert done.returncode == 1
    assert "邮箱读取有问题" in done.stdout


def test_a_mail_setting_that_makes_no_sense_is_explained_without_its_password(home):
    done = certdesk(home, "fetch-mail", CERTDESK_MAILBOX="pop3://user:secret-code@host")
    assert done.returncode == 1
    assert "CERTDESK_MAILBOX 应为" in done.stderr
    assert "secret-code" not in done.stdout + done.stderr


def test_the_signing_key_is_shown_and_tried_out(home):
    done = certdesk(home, "keys", "--json")
    shown = json.loads(done.stdout)
    assert (done.returncode, shown["warning"], shown["used"]) == (0, "", [])
    assert "演练文书签名" in shown["subject"]
    done = certdesk(home, "keys", "try", "--json")
    tried = json.loads(done.stdout)
    assert (done.returncode, tried["level"], tried["problem"]) == (0, "B-B", "")
    assert "试签一页空白文件成功" in certdesk(home, "keys", "try").stdout


def test_a_signing_key_that_does_not_work_says_why_and_ends_with_1(home):
    done = certdesk(home, "keys", "try", CERTDESK_TSA_URL="http://127.0.0.1:9/")
    assert (done.returncode, "不能签发：时间戳服务没有响应" in done.stdout) == (1, True)
    root = str(home / "signing" / "rehearsal" / "root.pem")
    done = certdesk(home, "keys", CERTDESK_SIGNING_P12="/none.p12", CERTDESK_SIGNING_ROOTS=root)
    assert (done.returncode, "读不到签名密钥文件" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"CERTDESK_SIGNING_P12": "/none.p12"}, "CERTDESK_SIGNING_ROOTS"),
        ({"CERTDESK_SIGNING_P12": "/none.p12", "CERTDESK_SIGNING_ROOTS": "/none.pem"}, "CERTDESK_SIGNING_ROOTS"),
        ({"CERTDESK_SIGNING_PKCS11": "/usr/lib/module.so"}, "模块|令牌标签|密钥标签"),
    ],
)
def test_signing_settings_that_make_no_sense_are_explained(home, settings, words):
    done = certdesk(home, "keys", **settings)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_key_is_revoked_by_its_fingerprint_with_a_reason(home):
    assert certdesk(home, "keys", "revoke", "abcd").returncode == 2
    done = certdesk(home, "keys", "revoke", "abcd", "--reason", "丢失")
    assert (done.returncode, "没有这个指纹" in done.stderr) == (2, True)


def test_an_unknown_code_is_not_ours(home):
    done = certdesk(home, "verify", "/no/such/letter.PDF")
    assert (done.returncode, "没有这个文件" in done.stderr) == (2, True)
    done = certdesk(home, "verify", "--json", "AAAA")
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (1, "not_ours")


def test_the_doctor_names_what_is_doubtful_in_the_guide_and_finds_the_history_whole(home):
    done = certdesk(home, "doctor", "--history", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert any("041-6655043" in line for line in answer["guide"])  # D-2
    assert any("银州区南环路30号" in line for line in answer["guide"])  # D-8
    assert (answer["history"], answer["ok"]) == ([], True)


def test_an_account_is_made_once_with_a_first_password(home):
    arguments = ("account", "wang", "--label", "王某", "--role", "officer", "--json")
    first, second = certdesk(home, *arguments), certdesk(home, *arguments)
    assert len(json.loads(first.stdout)["password"]) == 12
    assert (second.returncode, "已被使用" in second.stderr) == (1, True)
    unknown = certdesk(home, "account", "li", "--label", "李某", "--role", "officer", "--office", "77")
    assert (unknown.returncode, "没有代码为77的单位" in unknown.stderr) == (1, True)


def test_rotated_keys_open_what_was_sealed_before(own_home):
    certdesk(own_home, "fetch-mail")
    done = json.loads(certdesk(own_home, "rotate-keys", "--json").stdout)
    assert done["current"] == "k2"
    assert done["resealed"] > 0
    assert json.loads(certdesk(own_home, "rotate-keys", "--reseal-only", "--json").stdout)["resealed"] == 0
    assert certdesk(own_home, "doctor", "--history").returncode == 0


def test_one_whole_journey_is_rehearsed_with_the_real_engine(tmp_path):
    """Mail → case → pictures read → look-up → accepted → drafted → approved → signed → genuine."""
    out = tmp_path / "letters"
    done = certdesk(tmp_path / "home", "rehearse", "--json", "--out", out, CERTDESK_READER="rapidocr")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["verdict"] == "genuine"
    assert [step["step"] for step in answer["steps"]][-4:] == ["签名并登记", "核验签名文件", "寄出（到付）", "办结"]
    (letter,) = out.iterdir()
    assert letter.read_bytes().startswith(b"%PDF-")
    assert not (tmp_path / "home").exists()


def test_a_qr_code_is_checked_with_published_keys_and_without_the_register(home, tmp_path):
    keys = [Seed(f"rehearsal/{number}", bytes([number]) * 32) for number in (1, 2)]
    signer = Ed25519Notary(lambda: keys, rehearsal=True)
    facts = OfflineFacts(
        letter_number="LN2026-00-00001",
        holder_masked="林＊＊",
        certificate_number="1507000000412345",
        issued_on=date(2026, 11, 23),
        specimen=True,
    )
    signed = to_be_signed(facts, signer.keys[0].key_id)
    text = "HTTPS://DESK.EXAMPLE/V/" + write_code(signed, signer.sign(signed, signer.keys[0]))
    (tmp_path / "keys.json").write_text(json.dumps({"keys": published_keys(signer)}))
    done = certdesk(home, "verify", "--offline", "--keys", str(tmp_path / "keys.json"), "--json", text)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["verdict"], answer["offline"]) == (0, "genuine", True)
    assert answer["document"]["letter_number"] == "LN2026-00-00001"
    assert answer["document"]["holder"] == "林＊＊"
    forged = write_code(signed, bytes(64))
    done = certdesk(home, "verify", "--offline", "--keys", str(tmp_path / "keys.json"), "--json", forged)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["verdict"], answer["document"]) == (1, "altered", {})
    done = certdesk(home, "verify", "--offline", text)
    assert (done.returncode, done.stdout.partition("：")[0]) == (1, "暂时无法核验")
    assert "密钥文件可能比文书旧" in done.stdout
    done = certdesk(home, "verify", "--offline", "--keys", str(tmp_path / "none.json"), text)
    assert done.returncode == 2
    assert "读不了密钥文件" in done.stderr
    assert certdesk(home, "verify", "--keys", str(tmp_path / "keys.json"), text).returncode == 2
