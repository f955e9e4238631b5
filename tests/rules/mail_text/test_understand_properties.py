"""Understanding never raises, and every value stands where it says it stands."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certdesk.guide.load import load_guide
from certdesk.rules.mail_text import Source, understand_text

GUIDE = load_guide()
WORDS = {business: rule.words for business, rule in GUIDE.businesses.items()}
PIECES = [
    "姓名", "：", " ", "\n", "张三", "欧阳小明", "身份证号", "11010519491231002X", "440524188001010014",
    "证书编号", "1807000000103353",
    "18070000001033", "职业", "焊工", "（三级）", "收件人", "电话", "13900000000", "024-00000000", "地址",
    "沈阳市和平区虚构街1号", "，", "。", "我叫",
    "本人", "替我父亲", "不自取", "邮寄", "自取", "到付", "Y000123000000195000001", "收", "2", "代办人",
    "李四", "、", "(", ")", "１８０７", "證書編號",
]  # fmt: skip


def understand(subject, text):
    return understand_text(
        subject, text, words=WORDS, scheme=GUIDE.rulebook.numbering, this_year=2026, signature=text[:50]
    )


def values(understanding):
    people = [value for person in understanding.people for value in (
        person.name, person.id_number, person.certificate_number, person.occupation, person.level)]  # fmt: skip
    rest = [understanding.recipient, understanding.telephone, understanding.address, understanding.delivery_method]
    return [value for value in (*people, *rest, understanding.agent) if value is not None]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(max_size=80), st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
)
def test_any_text_is_understood_without_an_exception_and_every_span_lies_in_its_text(subject, text):
    understanding = understand(subject, text)
    assert understanding.people
    lengths = {Source.SUBJECT: len(subject), Source.TEXT: len(text), Source.SIGNATURE: min(50, len(text))}
    for value in values(understanding):
        assert value.value
        assert str(value.why)
        assert 0 <= value.span.start < value.span.end <= lengths[value.span.source]
