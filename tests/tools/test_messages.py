"""Translatable texts are collected from code and templates without GNU gettext."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tools import messages

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
# Translators: on a button
_("Save")
label = gettext_lazy("Owner of "
                     "the deal")
ngettext("{n} lead", "{n} leads", n).format(n=n)
pgettext("hours", "h")
"""
TEMPLATE = """<p>
      {% load i18n %}{% translate "Deals" %} isn't it's
   {% blocktranslate count n=rows|length %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
 {% empty_state "icon" _("No alerts") %}
</p>"""
JINJA = "<a>{{ _('Move') }}</a>"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "revops").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "revops" / "forms.py").write_text(CODE)
    (tmp_path / "templates" / "deals.html").write_text(TEMPLATE)
    (tmp_path / "templates" / "cards.jinja").write_text(JINJA)
    return tmp_path


def test_texts_are_collected_with_their_places(project):
    assert [(text.path, text.line, text.message) for text in messages.texts(project)] == [
        ("revops/forms.py", 4, "Save"),
        ("revops/forms.py", 5, "Owner of the deal"),
        ("revops/forms.py", 7, ("{n} lead", "{n} leads")),
        ("revops/forms.py", 8, "h"),
        ("templates/cards.jinja", 1, "Move"),
        ("templates/deals.html", 2, "Deals"),
        ("templates/deals.html", 3, ("%(n)s row", "%(n)s rows")),
        ("templates/deals.html", 4, "No alerts"),
    ]


def test_contexts_and_comments_for_translators_are_kept(project):
    by_message = {text.message: text for text in messages.texts(project)}
    assert by_message["h"].context == "hours"
    assert by_message["Save"].comments == ("Translators: on a button",)


@pytest.mark.parametrize(
    "call",
    [
        "gettext(name)",
        "_(f'{n} leads')",
        "_('a' + b)",
        "ngettext('{n} lead', many, n)",
        "pgettext(where, 'h')",
        "gettext_lazy(label)",
    ],
)
def test_a_text_that_only_the_running_code_knows_is_a_problem(call):
    assert [line for line, _ in messages.code_problems(f"\n{call}")] == [2]


@pytest.mark.parametrize(
    "call", ["gettext('a' 'b')", "ngettext('a', 'b', n)", "words.gettext(name)", "print(name)"]
)
def test_a_literal_is_no_problem(call):
    assert list(messages.code_problems(call)) == []


@pytest.mark.parametrize(
    "source",
    [
        "\n{% translate label %}",
        "\n{% blocktranslate %}{% if a %}b{% endif %}{% endblocktranslate %}",
    ],
)
def test_a_tag_that_nothing_is_collected_from_is_a_problem(source):
    assert len(list(messages.template_problems(source))) == 1


def test_a_language_keeps_what_was_translated_before(project, monkeypatch):
    monkeypatch.setattr(messages, "LOCALE", project / "locale")
    messages.write(messages.collected(project), "de")
    path = project / "locale/de/LC_MESSAGES/django.po"
    path.write_text(path.read_text().replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Sichern"'))
    (project / "templates" / "deals.html").unlink()
    messages.write(messages.collected(project), "de")
    with path.open("rb") as file:
        catalog = read_po(file)
    assert catalog["Save"].string == "Sichern"
    assert "Deals" not in catalog
    assert path.with_suffix(".mo").exists()


def test_every_text_of_the_product_is_collected():
    assert list(messages.problems(messages.PROJECT)) == []
