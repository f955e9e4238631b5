"""A sentence keeps its template apart from its values, so that it can be translated."""

from certdesk.rules.wording import Sentence


def test_a_sentence_fills_its_template_in_chinese():
    assert str(Sentence("共{count}项材料", {"count": 3})) == "共3项材料"


def test_a_sentence_is_translated_before_it_is_filled():
    english = {"共{count}项材料": "{count} documents"}

    assert Sentence("共{count}项材料", {"count": 3}).translated(english.__getitem__) == "3 documents"


def test_values_are_not_taken_for_templates():
    assert str(Sentence("“{name}”", {"name": "{secret}"})) == "“{secret}”"
