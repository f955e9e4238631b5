"""Every hard mail is read as the file beside it says: nothing raised, nothing lost, nothing garbled."""

import json
from pathlib import Path

import pytest
from tests.mail.write_mails import FOLDER, all_cases, as_files

from certdesk.adapters.mail.parser import TolerantMailParser, read_mail
from certdesk.guide.load import load_guide
from certdesk.rules.mail_text import understand_text

GUIDE = load_guide()
WORDS = {business: rule.words for business, rule in GUIDE.businesses.items()}
MAILS = sorted(FOLDER.glob("*.eml"))
PERSONAL = ("name", "id_number", "certificate_number", "occupation", "level")
SHARED = ("recipient", "telephone", "address", "delivery_method", "agent")
SAME = (
    "subject",
    "from_name",
    "from_address",
    "new_text",
    "signature_text",
    "in_reply_to",
    "html_only",
    "forwarded",
    "automatic",
    "bounce_of",
    "looks_like_mail",
    "parts_in",
)


def expected_of(path: Path) -> dict:
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def understood(mail):
    telephones = [number for office in GUIDE.offices.values() for number in office.telephones]
    return understand_text(
        mail.subject,
        mail.new_text,
        words=WORDS,
        scheme=GUIDE.rulebook.numbering,
        this_year=2026,
        office_telephones=telephones,
        signature=mail.signature_text,
    )


def value_of(found):
    return None if found is None else found.value


def test_the_files_are_what_the_generator_writes_and_there_are_sixty_at_least():
    written = {name: content for case in all_cases() for name, content in as_files(case).items()}
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == written
    assert len(MAILS) >= 60


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_hard_mail_is_read_as_its_expectation_says(path):
    expected = expected_of(path)
    mail = read_mail(path.read_bytes())
    assert {key: getattr(mail, key) for key in SAME if key in expected} == {
        key: expected[key] for key in SAME if key in expected
    }
    assert mail.parts_in == mail.parts_out
    if "files" in expected:
        seen = [
            {key: _file_value(file, key) for key in wanted}
            for file, wanted in zip(mail.files, expected["files"], strict=True)
        ]
        assert seen == expected["files"]
    if "quoted_contains" in expected:
        assert expected["quoted_contains"] in mail.quoted_text
    if "references" in expected:
        assert list(mail.references) == expected["references"]


def _file_value(file, key):
    return len(file.content) if key == "size" else getattr(file, key)


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_what_is_damaged_is_said_and_only_that(path):
    expected = expected_of(path)
    mail = read_mail(path.read_bytes())
    if "problems" in expected and not expected["problems"]:
        assert mail.problems
        return
    wanted = expected.get("problems", [])
    assert len(mail.problems) == len(wanted)
    for problem, words in zip(mail.problems, wanted, strict=True):
        assert words in problem


@pytest.mark.parametrize(
    "path", [path for path in MAILS if "cloud_links" in expected_of(path)], ids=lambda path: path.stem
)
def test_cloud_attachments_are_seen(path):
    mail = read_mail(path.read_bytes())
    assert [[link.host, link.name] for link in mail.cloud_links] == expected_of(path)["cloud_links"]


@pytest.mark.parametrize(
    "path", [path for path in MAILS if "authentication" in expected_of(path)], ids=lambda path: path.stem
)
def test_the_receiving_servers_verdicts_are_kept(path):
    found = read_mail(path.read_bytes()).authentication
    assert [found.spf, found.dkim, found.dmarc] == expected_of(path)["authentication"]


@pytest.mark.parametrize(
    "path", [path for path in MAILS if "understood" in expected_of(path)], ids=lambda path: path.stem
)
def test_an_application_is_understood(path):
    expected = expected_of(path)["understood"]
    found = understood(read_mail(path.read_bytes()))
    wanted = {key: expected[key] for key in (*PERSONAL, *SHARED) if key in expected}
    if "address_wide" in expected:
        assert value_of(found.address) == wanted.pop("address")
    assert {key: value_of(getattr(found, key)) for key in wanted} == wanted
    if "business" in expected:
        assert found.business.business == expected["business"]
    for key in expected.get("unsure", []):
        assert not getattr(found, key).sure
    if expected.get("has_agent"):
        assert found.agent is not None
    if "people" in expected:
        assert [[value_of(getattr(person, key)) for key in PERSONAL] for person in found.people] == expected["people"]
        assert found.notes


def test_a_fault_of_our_own_keeps_the_mail_whole_for_an_officer(monkeypatch):
    monkeypatch.setattr("certdesk.adapters.mail.parser.gather", lambda _: 1 / 0)
    mail = TolerantMailParser().parse(b"From: a@qq.com\r\n\r\nhello")
    assert [file.content for file in mail.files] == [b"From: a@qq.com\r\n\r\nhello"]
    assert "请人工查看" in mail.problems[0]
    assert mail.parts_in == mail.parts_out == 1


def test_the_safety_net_gives_what_the_reader_gives():
    for path in MAILS:
        raw = path.read_bytes()
        assert TolerantMailParser().parse(raw) == read_mail(raw)


def test_the_same_content_in_another_dress_has_the_same_key():
    first = read_mail((FOLDER / "application-ten-lines.eml").read_bytes())
    raw = (FOLDER / "application-ten-lines.eml").read_bytes()
    again = read_mail(raw.replace(b"Message-ID: <ten-lines@", b"Message-ID: <other@").replace(b"09:30:00", b"17:00:00"))
    reply = read_mail(raw.replace(b"Subject: ", b"Subject: Re: "))
    other = read_mail((FOLDER / "application-numbered.eml").read_bytes())
    assert first.content_key == again.content_key == reply.content_key
    assert first.content_key != other.content_key
