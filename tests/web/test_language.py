"""Chinese everywhere; English on the verification pages, complete and compiled."""

import re
import string

import pytest
from tests.web.conftest import text_of

from tools import messages

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_sentence_of_the_public_pages_has_its_english():
    texts = {message.id: message.string for message in messages.catalogue() if message.id}
    assert set(texts) == messages.collect(), "run: python tools/messages.py"
    assert not [text for text, english in texts.items() if not english or CHINESE.search(english)]


def test_the_english_fills_in_what_the_chinese_fills_in():
    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    wrong = [m.id for m in messages.catalogue() if m.id and names(str(m.id)) != names(str(m.string))]
    assert wrong == []


def test_no_english_sentence_runs_into_another():
    """Two translations once stood one behind the other, after a merge."""
    glued = [m.id for m in messages.catalogue() if m.id and re.search(r"[a-z][.!?][A-Z]", str(m.string))]
    assert glued == []


def test_the_compiled_catalogue_is_current():
    assert messages.MO.read_bytes() == messages.mo_bytes(messages.catalogue()), "run: python tools/messages.py"
    assert messages.PO.read_bytes() == messages.po_bytes(messages.updated(messages.catalogue(), messages.collect()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "accept", "language"),
    [
        ("/v/", "en-US,en;q=0.9", "en"),
        ("/v/", "zh-CN,zh;q=0.9", "zh-CN"),
        ("/v/", "de-DE,de;q=0.9", "en"),
        ("/v/", "fr,zh;q=0.5", "zh-CN"),
        ("/v/", "ja,en-US;q=0.7,zh-TW;q=0.3", "en"),
        ("/v/", "", "zh-CN"),
        ("/v/", "*", "zh-CN"),
        ("/v/?lang=en", "zh-CN", "en"),
        ("/v/?lang=zh", "en", "zh-CN"),
        ("/v/?lang=xx", "en", "en"),
        ("/", "en", "zh-CN"),
        ("/accounts/login/", "en", "zh-CN"),
        ("/apply/lost/?lang=en", "en", "zh-CN"),
    ],
)
def test_which_page_speaks_which_language(client, address, accept, language):
    response = client.get(address, headers={"accept-language": accept})
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in text_of(response)


@pytest.mark.django_db
def test_the_english_page_has_no_chinese_but_the_way_back(client):
    page = text_of(client.get("/v/?lang=en"))
    assert set(CHINESE.findall(page)) == set("中文")
