"""Every event has a sentence for the history, and some have one for the holder."""

from string import Formatter

import pytest

from certdesk.rules.events import FOR_HOLDER, SENTENCES, EventKind, sentence, sentence_for_holder


def test_every_event_has_its_sentence():
    assert set(SENTENCES) == set(EventKind)


@pytest.mark.parametrize("kind", EventKind)
def test_a_sentence_without_its_data_still_prints(kind):
    assert str(sentence(kind, {}))


def test_a_sentence_shows_its_data():
    assert str(sentence(EventKind.LOOKUP_RECORDED, {"site": "甲网", "result": "查实"})) == "在甲网查询：查实"
    assert str(sentence(EventKind.LOOKUP_RECORDED, {"site": "甲网"})) == "在甲网查询：—"


def test_the_holder_sees_no_housekeeping():
    assert sentence_for_holder(EventKind.REVEALED, {"what": "证件号"}) is None
    assert sentence_for_holder(EventKind.NOTED, {}) is None
    assert str(sentence_for_holder(EventKind.ACCEPTED, {})) == "已受理"


def test_the_holders_sentence_needs_no_more_than_the_historys():
    for kind, template in FOR_HOLDER.items():
        wanted = {name for _, name, _, _ in Formatter().parse(template) if name}
        offered = {name for _, name, _, _ in Formatter().parse(SENTENCES[kind]) if name}
        assert wanted <= offered, kind
