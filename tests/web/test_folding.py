"""Whatever no request changes is rendered once, and no page may be told from one rendered the slow way."""

import re
from copy import deepcopy

import pytest
from django.template import Context, Engine
from django.template.loader_tags import ExtendsNode
from django.urls import set_script_prefix
from django.utils import translation
from tests.web.conftest import case_url, text_of

from certdesk.web.folding import Fixed, Joined

SLOW = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
EXTENDED = {
    "root": "<{% block a %}a{% block inner %}i{% endblock %}{% endblock %}|{% block b %}b{% endblock %}>",
    "middle": '{% extends "root" %}{% block b %}B{% endblock %}lost',
}
EXTENDED_BY_ITS_NAME = "[{% block x %}theirs{% endblock %}{% block y %}{% endblock %}]"


@pytest.fixture
def engine():
    """Return an engine that folds these templates, as the desk's does the ones on disk."""

    def made(**templates: str) -> Engine:
        source = ("django.template.loaders.locmem.Loader", EXTENDED | templates)
        libraries = {"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"}
        return Engine(loaders=[("certdesk.web.folding.Loader", [source])], libraries=libraries)

    return made


@pytest.fixture
def shown(engine):
    def render(source: str, context: dict[str, object] | None = None, **more: str) -> str:
        return engine(page=source, **more).get_template("page").render(Context(context))

    return render


def test_words_follow_the_language_of_each_request(engine):
    template = engine(page='{% load i18n %}<p>{% trans "核验文书" %}</p>').get_template("page")
    assert [type(node) for node in template.nodelist] == [Fixed]
    for language, words in (("zh-hans", "核验文书"), ("en", "Verify"), ("zh-hans", "核验文书")):
        with translation.override(language):
            assert words in template.render(Context())


def test_an_address_follows_the_place_the_server_is_mounted_at(engine):
    template = engine(page="{% url 'public:verify' %}").get_template("page")
    assert template.render(Context()) == "/v/"
    try:
        set_script_prefix("/desk-of-ours/")
        assert template.render(Context()) == "/desk-of-ours/v/"
    finally:
        set_script_prefix("/")
    assert template.render(Context()) == "/v/"


def test_what_a_request_brings_is_never_kept(engine):
    source = "{% load i18n %}{% trans '证书' %} {{ name }} {% if name == 'b' %}{% trans '证书' %}{% endif %}"
    template = engine(page=source).get_template("page")
    found = [template.render(Context({"name": name})) for name in ("a", "b", "<c>")]
    words = found[0].partition(" ")[0]
    assert found == [f"{words} a ", f"{words} b {words}", f"{words} &lt;c&gt; "]


def test_what_is_kept_for_a_page_is_not_taken_for_a_plain_text(shown):
    part = """{% static "it's.svg" %}"""
    page = shown("{% load static %}" + part + "{% autoescape off %}" + part + "{% endautoescape %}" + part)
    assert page == "/static/it&#x27;s.svg/static/it's.svg/static/it&#x27;s.svg"


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ('{% extends "root" %}', "<ai|b>"),
        ('{% extends "root" %}{% block a %}A{% endblock %}', "<A|b>"),
        ('{% extends "root" %}{% block inner %}I{% endblock %}', "<aI|b>"),
        ('{% extends "middle" %}{% block inner %}I{% endblock %}lost', "<aI|B>"),
        ('{% extends "middle" %}{% block b %}{% block more %}m{% endblock %}{% endblock %}', "<ai|m>"),
    ],
)
def test_blocks_come_in_their_place(shown, engine, source, page):
    assert shown(source) == page
    assert isinstance(engine(page=source).get_template("page").nodelist[0], Joined)


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ('{% extends "root" %}{% block b %}[{{ block.super }}]{% endblock %}', "<ai|[b]>"),
        ('{% extends "middle" %}{% block b %}[{{ block.super }}]{% endblock %}', "<ai|[B]>"),
        ("{% extends parent %}{% block b %}[{{ block.super }}]{% endblock %}", "<ai|[B]>"),
        ('{% extends "deep" %}{% block x %}X{% endblock %}', "X"),
        ('{% extends "deeper" %}{% block x %}X{% endblock %}', "[X]"),
        ('{% extends "said" %}{% block b %}B{% endblock %}', "before <ai|B>"),
    ],
)
def test_a_template_that_cannot_be_joined_beforehand_is_rendered_as_ever(shown, source, page):
    deep = "{% if parent %}{% block x %}x{% endblock %}{% endif %}"
    deeper = "[{% block outer %}" + deep + "{% endblock %}]"
    said = 'before {% extends "root" %}'
    assert shown(source, {"parent": "middle"}, deep=deep, deeper=deeper, said=said) == page


def test_a_template_may_extend_another_of_its_own_name(tmp_path):
    ours = '{% extends "page" %}{% block x %}ours{% endblock %}'
    for folder, source in (("ours", ours), ("theirs", EXTENDED_BY_ITS_NAME)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page").write_text(source)
    (tmp_path / "theirs" / "child").write_text('{% extends "page" %}{% block y %}child{% endblock %}')
    source = ("django.template.loaders.filesystem.Loader", [tmp_path / "ours", tmp_path / "theirs"])
    engine = Engine(loaders=[("certdesk.web.folding.Loader", [source])])
    assert [engine.get_template(name).render(Context()) for name in ("page", "child")] == ["[ours]", "[ourschild]"]


def test_a_variable_that_a_block_sets_ends_with_the_block(shown):
    setting = "{% block a %}{% load i18n %}{% trans '证书' as word %}({{ word }}){% endblock %}"
    page = shown('{% extends "root" %}' + setting + "{% block b %}{{ word }}{% endblock %}", {"word": "outer"})
    assert page.endswith("|outer>")
    assert "(outer)" not in page


def unfolded(settings) -> None:
    plain = deepcopy(settings.TEMPLATES)
    plain[0]["OPTIONS"]["loaders"] = SLOW
    settings.TEMPLATES = plain


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="[\w:-]{40,}"', "", page)


@pytest.mark.django_db
def test_every_page_is_what_it_was_without_folding(client, at_desk, case, issue, settings):
    letter = issue(case)
    visits = [
        (client, f"{address}{query}")
        for address in ("/v/", f"/v/{letter.code}", "/v/x/y")
        for query in ("", "?lang=en")
    ]
    visits += [
        (client, address) for address in ("/", "/apply/lost/", "/privacy/", "/offices/", "/accounts/login/", "/no/")
    ]
    visits += [
        (at_desk, address) for address in ("/desk/", case_url(case), "/desk/jobs/", "/desk/texts/", "/accounts/2fa/")
    ]
    folded = [without_tokens(text_of(browser.get(address))) for browser, address in visits]
    folded_again = [without_tokens(text_of(browser.get(address))) for browser, address in visits]
    unfolded(settings)
    plain = [without_tokens(text_of(browser.get(address))) for browser, address in visits]
    assert folded == plain
    assert folded_again == plain


def test_the_verification_page_is_joined_with_its_frame():
    template = Engine.get_default().get_template("public/verdict.html")
    assert isinstance(next(node for node in template.nodelist if isinstance(node, ExtendsNode)), Joined)
