"""The rehearsal's mailbox: what it holds, that it stays the same, and that the desk can read it."""

from datetime import UTC, datetime, timedelta

import pytest

from certdesk.adapters.mail.maildir import MaildirMailbox
from certdesk.adapters.mail.parser import read_mail
from certdesk.adapters.sample_mailbox import write_sample_mailbox
from certdesk.guide.load import load_guide
from certdesk.rules.mail_text import understand_text

GUIDE = load_guide()
START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def read_all(path):
    arrivals = MaildirMailbox(path, "sample").arrivals(lambda keys: keys)
    return {arrival.key.split(".")[1]: read_mail(arrival.raw) for arrival in arrivals}


def understood(mail):
    return understand_text(
        mail.subject,
        mail.new_text,
        words={business: rule.words for business, rule in GUIDE.businesses.items()},
        scheme=GUIDE.rulebook.numbering,
        this_year=2026,
        signature=mail.signature_text,
    )


@pytest.fixture(scope="module")
def mails(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample")
    write_sample_mailbox(path, at=START)
    return read_all(path)


def test_all_samples_are_there(mails):
    assert list(mails) == [
        "01-lost", "02-overseas", "03-correction", "04-other-city", "05-other-province", "06-skill-level",
        "07-from-wechat", "08-unreadable", "09-lost-again", "10-vacation", "11-empty", "12-without-sender",
    ]  # fmt: skip


def test_a_second_call_adds_nothing_even_later_and_after_a_mail_was_read(tmp_path):
    write_sample_mailbox(tmp_path, at=START)
    first = next((tmp_path / "new").iterdir())
    first.rename(tmp_path / "cur" / f"{first.name}:2,S")
    before = {path.relative_to(tmp_path): path.stat().st_mtime for path in tmp_path.rglob("*") if path.is_file()}
    write_sample_mailbox(tmp_path, at=START + timedelta(days=3))
    after = {path.relative_to(tmp_path): path.stat().st_mtime for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


def test_the_same_start_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_sample_mailbox(tmp_path / name, at=START)
    one, two = (
        {file.name: file.read_bytes() for file in (tmp_path / name / "new").iterdir()} for name in ("one", "two")
    )
    assert one == two


def test_every_mail_arrived_before_the_start_and_within_half_a_day(tmp_path):
    write_sample_mailbox(tmp_path, at=START)
    for file in (tmp_path / "new").iterdir():
        age = START.timestamp() - file.stat().st_mtime
        assert 0 < age < 12 * 3600


@pytest.mark.parametrize(
    ("sample", "business", "name", "number", "files"),
    [
        ("01-lost", "lost", "王样例", "1807000000300001", 3),
        ("02-overseas", "overseas", "李示范", "1507000000200002", 3),
        ("03-correction", "correction", "赵虚拟", "1207000000300003", 4),
        ("04-other-city", "lost", "孙演示", "1607020000400004", 3),
        ("05-other-province", "lost", "周样张", "1710000000400005", 3),
        ("06-skill-level", "lost", "吴模拟", "S000021000001223000006", 3),
        ("07-from-wechat", "lost", "郑范本", "0907000000500007", 3),
        ("09-lost-again", "lost", "王样例", "1807000000300001", 3),
    ],
)
def test_the_desk_understands_each_application(mails, sample, business, name, number, files):
    mail = mails[sample]
    found = understood(mail)
    assert found.business.business == business
    assert (found.name.value, found.certificate_number.value) == (name, number)
    assert found.id_number.sure
    assert found.telephone.value.startswith("154000000")
    assert found.delivery_method.value == "post"
    assert len([file for file in mail.files if file.media_type == "image/jpeg"]) == files
    assert mail.problems == ()
    assert mail.automatic is None


def test_the_daughter_is_the_agent_and_the_father_the_holder(mails):
    found = understood(mails["07-from-wechat"])
    assert (found.name.value, found.agent.value, found.recipient.value) == ("郑范本", "女儿", "郑小样")


def test_the_repeated_mail_has_another_message_id_and_the_same_content(mails):
    one, two = mails["01-lost"], mails["09-lost-again"]
    assert one.message_id != two.message_id
    assert one.content_key == two.content_key


def test_the_difficult_ones_are_what_they_are_meant_to_be(mails):
    assert mails["08-unreadable"].problems
    assert mails["08-unreadable"].new_text == ""
    assert mails["10-vacation"].automatic == "vacation"
    assert (mails["11-empty"].new_text, mails["11-empty"].subject, mails["11-empty"].files) == ("", "", ())
    assert mails["12-without-sender"].from_address == ""
