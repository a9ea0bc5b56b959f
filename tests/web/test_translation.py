"""Every page in a pseudo-language: what stays plain English does not go through gettext."""

from collections import defaultdict
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import gettext, gettext_lazy, ngettext, npgettext, pgettext

from tests.conftest import ACME_HOST
from tests.factories.odd_rows import make_odd_base
from tests.support.pages import all_addresses
from tests.support.pseudo import pseudo, pseudo_locale
from tests.support.untranslated import Untranslated

LAZY = gettext_lazy("Save")
# How many texts of each folder of templates are not translated yet. A number only ever falls: translate what
# a change adds, and lower the number when it translates more. A page counts in the longest named folder;
# pages of errors are in none.
MOST_UNTRANSLATED = {
    "": 0,
    "account": 0,
    "accounts": 0,
    "components": 0,
    "crm/imports": 0,
    "events": 3,
    "lead_intelligence": 0,
    "notifications": 0,
    "revops/deal_imports": 0,
    "revops/deal_page": 0,
    "revops/forecast": 0,
    "revops/health": 0,
    "revops/pipeline": 0,
    "revops/rates": 0,
    "revops/routing": 0,
    "scoring/alerts": 0,
    "scoring/detection": 0,
    "scoring/learning": 0,
    "scoring/model_page": 2,
    "scoring/recalculation": 0,
    "scoring/scores": 0,
    "scoring/thresholds": 0,
    "the shell": 0,
    "tracking/assets": 0,
    "tracking/forms": 0,
    "tracking/setup": 0,
    "tracking/traffic": 0,
    "web": 0,
    "web/companies": 0,
    "web/home": 0,
    "web/leads": 0,
    "web/operations": 0,
    "web/settings": 0,
}
# A few texts come and go with the calendar.
TOLERANCE = 2
SHELL = "the shell"
NOT_OURS = ("/admin/", "/api/", "/static/", "/media/")


def test_texts_are_translated_in_the_pseudo_language():
    assert pseudo("Save <b>%(name)s</b> to {where} &amp; go") == "⟦Şàṽé <b>%(name)s</b> ţô {where} &amp; ğô⟧"
    with pseudo_locale():
        assert (gettext("Save"), str(LAZY), pgettext("button", "Save")) == ("⟦Şàṽé⟧",) * 3
        assert (ngettext("a deal", "deals", 1), ngettext("a deal", "deals", 2)) == ("⟦à đéàļ⟧", "⟦đéàļş⟧")
        assert npgettext("x", "a deal", "deals", 5) == "⟦đéàļş⟧"
    assert (gettext("Save"), str(LAZY)) == ("Save", "Save")


@pytest.fixture
def finder(acme) -> Untranslated:
    make_odd_base(datetime.now(UTC))
    return Untranslated()


def test_what_is_neither_translated_nor_data_is_found(finder):
    html = """<body><nav title="Menu">⟦Ĥôɱé⟧</nav><main>
      <h1>Deals of Full</h1><p>⟦Ţĥé đéàļ⟧ Odd</p><a href="/x" aria-label="Open it">→</a>
      <input type="submit" value="Send"><input value="typed"><code>GET me</code>
      <p>12 open, ada@x.example</p><p>⟦Ñô ñàɱé "any".⟧</p><p>No "any" in 10 CHF</p></main>"""
    untranslated = {"Deals of …", "Open it", "Send", "0 open, …", 'No "any" in 0 …'}
    assert finder.of_page(html) == (untranslated, {"Menu"})
    assert finder.of_page("<li>Moved</li>") == ({"Moved"}, set())


@pytest.mark.filterwarnings("ignore:The default scheme will be changed")
def test_no_page_has_more_untranslated_text_than_before(admin, finder):
    browser = Client(headers={"host": ACME_HOST})
    browser.force_login(admin)
    found = defaultdict[str, set[str]](set)
    with pseudo_locale():
        for address in all_addresses():
            if not address.startswith(NOT_OURS):
                _look_at(browser, address, finder, found)
    counts = {folder: len(texts) for folder, texts in sorted(found.items())}
    grown = [
        folder for folder, count in counts.items() if count > MOST_UNTRANSLATED.get(folder, 0) + TOLERANCE
    ]
    if grown:
        lists = "\n".join(f"{folder}:\n  " + "\n  ".join(sorted(found[folder])) for folder in grown)
        pytest.fail(f"More untranslated texts than before. Counts now: {counts}\n{lists}", pytrace=False)


def _look_at(browser: Client, address: str, finder: Untranslated, found: dict[str, set[str]]) -> None:
    answer = browser.get(address)
    if answer.streaming or "text/html" not in answer.headers.get("Content-Type", "") or not answer.templates:
        return
    page, shell = finder.of_page(answer.content.decode())
    found[_folder(answer.templates[0].name or "")] |= page
    found[SHELL] |= shell


def _folder(template: str) -> str:
    """The longest of the named folders that the template is in; its own folder if none is."""
    own = template.partition("#")[0].rpartition("/")[0]
    named = [each for each in MOST_UNTRANSLATED if f"{own}/".startswith(f"{each}/")]
    return max(named, key=len, default=own)
