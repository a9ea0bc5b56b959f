import re
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mauntic.crm.models import Contact
from mauntic.kernel.conditions import as_json
from scoring.models import ModelVersion
from scoring.selectors import version_in_force
from scoring.services import FactorChange, rescore, set_factors
from tests.conftest import ACME_HOST

SETTINGS, PREVIEW, DRAFT = "/scoring/settings/", "/scoring/settings/preview/", "/scoring/settings/draft/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ops(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def shown_form(page: str) -> dict[str, str]:
    """What a browser would send of the page's form of factors."""
    form = page[page.index('<form id="factors"') : page.index("</form>", page.index('<form id="factors"'))]
    sent = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") != "checkbox":
            sent[attributes["name"]] = attributes.get("value", "")
        elif re.search(r"\bchecked\b", tag):
            sent[attributes["name"]] = "on"
    for select in re.findall(r"<select .*?</select>", form, re.DOTALL):
        name = re.search(r'name="([^"]*)"', select)
        chosen = re.search(r'<option value="([^"]*)" selected', select) or re.search(
            r'<option value="([^"]*)"', select
        )
        sent[name[1]] = chosen[1]
    del sent["csrfmiddlewaretoken"]
    return sent


def own_factor(**changes: str) -> dict[str, str]:
    """The inputs of one own factor: leads of Initech get 7 points."""
    return {
        "own-0-key": "",
        "own-0-label": "At Initech",
        "own-0-category": "fit",
        "own-0-weight": "7",
        "own-0-enabled": "on",
        "own-0-match": "all",
        "own-0-g-0-match": "all",
        "own-0-g-0-c-0-field": "company.name",
        "own-0-g-0-c-0-operator": "equals",
        "own-0-g-0-c-0-value": "Initech",
    } | {f"own-0-{name.replace('__', '-')}": value for name, value in changes.items()}


def own_rows() -> list:
    return [row for row in version_in_force().factors.all() if row.is_own]


def test_what_the_page_shows_is_what_is_in_force(ops, contact):
    before = version_in_force()

    answer = ops.post(SETTINGS, shown_form(ops.get(SETTINGS).text), follow=True)

    assert "Nothing was changed" in answer.text
    assert version_in_force() == before


def test_a_preview_tells_of_moves_and_publishes_nothing(ops, contact):
    rescore()
    form = shown_form(ops.get(SETTINGS).text) | {"has_email-weight": "70"}

    fragment = ops.post(PREVIEW, form, headers=HTMX).text

    assert "1 score</strong> would change" in fragment
    assert "<html" not in fragment
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", fragment)).count("1 up") == 3
    assert ModelVersion.objects.count() == 1


def test_without_a_script_the_preview_is_the_page_with_what_was_entered(ops, contact):
    rescore()
    form = shown_form(ops.get(SETTINGS).text) | {"has_email-weight": "70", "note": "Try it"}

    page = ops.post(PREVIEW, form).text

    assert "1 score</strong> would change" in page
    assert shown_form(page) == form


def test_a_preview_of_what_cannot_be_says_so_beside_it(ops, contact):
    form = shown_form(ops.get(SETTINGS).text) | {"has_email-weight": "many"}

    answer = ops.post(PREVIEW, form, headers=HTMX)

    assert answer.status_code == 200
    assert "cannot be published yet" in answer.text
    assert re.search(r'id="id_has_email-weight-wrong" hx-swap-oob="true">Enter a number', answer.text)


def test_own_factors_are_published_with_their_conditions_and_caps_and_a_note(ops, contact):
    form = shown_form(ops.get(SETTINGS).text) | own_factor() | {"cap-fit": "12.5", "note": "For Initech"}

    answer = ops.post(SETTINGS, form, follow=True)

    assert "Version 2 is in force" in answer.text
    version = version_in_force()
    assert (version.note, version.model().caps) == ("For Initech", {"fit": Decimal("12.5")})
    (row,) = own_rows()
    assert (row.label, row.weight, row.category, row.enabled) == ("At Initech", 7, "fit", True)
    assert row.conditions == {"all": [{"field": "company.name", "operator": "equals", "value": "Initech"}]}
    assert "At Initech added with +7; Cap of Fit none → 12.5" in answer.text
    assert "For Initech" in answer.text


def test_an_own_factor_is_shown_as_it_was_made_and_changes_nothing_when_saved(ops, contact):
    ops.post(SETTINGS, shown_form(ops.get(SETTINGS).text) | own_factor())
    page = ops.get(SETTINGS).text

    again = ops.post(SETTINGS, shown_form(page), follow=True)

    assert "Nothing was changed" in again.text
    assert 'value="At Initech"' in page


def test_an_own_factor_is_removed(ops, contact):
    ops.post(SETTINGS, shown_form(ops.get(SETTINGS).text) | own_factor())
    form = shown_form(ops.get(SETTINGS).text)

    after = shown_form(ops.post(DRAFT, form | {"do": "remove:0"}).text)
    ops.post(SETTINGS, after)

    assert not [name for name in after if name.startswith("own-")]
    assert own_rows() == []


def test_groups_and_conditions_are_added_and_removed_without_a_script(ops, contact):
    form = shown_form(ops.get(SETTINGS).text)
    for action in ("add", "add-condition:0:0", "add-group:0", "add-condition:0:1", "remove-condition:0:1:0"):
        form = shown_form(ops.post(DRAFT, form | {"do": action}).text)
    form |= {
        "own-0-label": "Big or far",
        "own-0-match": "any",
        "own-0-g-0-c-0-field": "company.employees",
        "own-0-g-0-c-0-operator": "at_least",
        "own-0-g-0-c-0-value": "500",
        "own-0-g-0-c-1-field": "contact.seniority",
        "own-0-g-0-c-1-operator": "in",
        "own-0-g-0-c-1-value": "vp, c_level",
        "own-0-g-1-c-0-field": "contact.country",
        "own-0-g-1-c-0-operator": "is_set",
    }

    ops.post(SETTINGS, form)

    assert [row.conditions for row in own_rows()] == [
        {
            "any": [
                {
                    "all": [
                        {"field": "company.employees", "operator": "at_least", "value": 500},
                        {"field": "contact.seniority", "operator": "in", "value": ["vp", "c_level"]},
                    ]
                },
                {"all": [{"field": "contact.country", "operator": "is_set"}]},
            ]
        }
    ]


@pytest.mark.parametrize("action", ["", "remove:7", "add-condition:0:9", "remove-group:x:y", "nonsense:0"])
def test_a_button_for_what_is_not_there_changes_nothing(ops, contact, action):
    form = shown_form(ops.get(SETTINGS).text) | own_factor()

    answer = ops.post(DRAFT, form | {"do": action})

    assert answer.status_code == 200
    assert shown_form(answer.text) | {"own-0-key": ""} == form


def test_a_condition_gets_an_operator_that_fits_when_its_field_is_changed(ops, contact):
    form = shown_form(ops.get(SETTINGS).text) | own_factor(g__0__c__0__field="contact.created_at")

    fragment = ops.post(DRAFT, form, headers=HTMX)

    assert '<option value="within_days" selected' in fragment.text
    assert fragment.headers["HX-Trigger"] == "draft-changed"


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"g__0__c__0__field": "company.employees", "g__0__c__0__operator": "at_least"}, "g-0-c-0", "number"),
        ({"g__0__c__0__field": "company.nonsense"}, "g-0-c-0", "There is no field"),
        ({"g__0__c__0__value": ""}, "g-0-c-0", "compared with a text"),
        ({"weight": "101"}, "label", "between -100 and 100"),
        ({"weight": "lots"}, "weight", "Points are a number"),
        ({"label": " "}, "label", "Give it a name"),
    ],
)
def test_what_is_wrong_with_an_own_factor_is_said_at_its_part(ops, contact, changes, place, said):
    answer = ops.post(SETTINGS, shown_form(ops.get(SETTINGS).text) | own_factor(**changes))

    assert answer.status_code == 400
    found = re.search(rf'id="own-0-{place}-wrong">([^<]*)<', answer.text)
    assert said in found[1]
    assert ModelVersion.objects.count() == 1


def test_conditions_that_can_never_hold_are_refused_and_named(ops, contact):
    second = {
        "own-0-g-0-c-1-field": "company.name",
        "own-0-g-0-c-1-operator": "equals",
        "own-0-g-0-c-1-value": "Hooli",
    }

    answer = ops.post(SETTINGS, shown_form(ops.get(SETTINGS).text) | own_factor() | second)

    found = re.search(r'id="own-0-conditions-wrong">([^<]*)<', answer.text)
    assert "Initech" in found[1]
    assert "can never hold together" in found[1]


def test_a_factor_that_matches_everyone_is_a_warning_with_the_count(ops, contact):
    rescore()
    form = shown_form(ops.get(SETTINGS).text) | own_factor()

    assert "At Initech: Matches everyone: 1 leads" in ops.post(PREVIEW, form, headers=HTMX).text
    Contact.objects.create(first_name="Somebody", last_name="Else")
    assert "Matches everyone" not in ops.post(PREVIEW, form, headers=HTMX).text


def test_conditions_that_are_too_deep_to_type_are_kept_and_told_in_words(ops, contact):
    deep = {"all": [{"not": {"field": "contact.country", "operator": "equals", "value": "US"}}]}
    change = FactorChange(
        category="fit", factor="own_far", weight=Decimal(5), enabled=True, label="Far", conditions=deep
    )
    set_factors(changes=[change])
    page = ops.get(SETTINGS).text

    answer = ops.post(SETTINGS, shown_form(page) | {"own-0-weight": "6"}, follow=True)

    assert "not (Country (two letters) is US)" in page
    assert "Far +5 → +6" in answer.text
    (row,) = own_rows()
    assert as_json(row.weighted().factor.conditions) == deep


@pytest.mark.parametrize("path", [PREVIEW, DRAFT])
def test_reps_have_no_draft(web, contact, path):
    assert web.post(path, {}).status_code == 403


def test_the_progress_of_scoring_everybody_is_shown(ops, contact):
    form = shown_form(ops.get(SETTINGS).text) | {"has_email-weight": "11"}

    page = ops.post(SETTINGS, form, follow=True)

    assert "Scoring all leads anew: 0 of 1" in page.text
    assert "every 1s" in ops.get("/scoring/settings/recalculation/").text


def test_a_large_base_is_counted_after_the_page_is_there(ops, contact, monkeypatch):
    rescore()
    monkeypatch.setattr(import_module("scoring.views.settings"), "COUNTED_AT_ONCE", 0)

    page = ops.get(SETTINGS)

    assert 'hx-get="/scoring/settings/matches/"' in page.text
    assert 'title="1 of 1 leads"' not in page.text
    assert '<span id="leads-has_email" hx-swap-oob="true" title="1 of 1 leads">1</span>' in (
        ops.get("/scoring/settings/matches/").text
    )


def test_the_page_takes_the_same_queries_for_one_own_factor_and_three(ops, contact):
    def make(number: int) -> FactorChange:
        condition = {"field": "contact.country", "operator": "equals", "value": f"C{number}"}
        return FactorChange(
            category="fit",
            factor=f"own_{number}",
            weight=Decimal(5),
            enabled=True,
            label=f"Own {number}",
            conditions=condition,
        )

    set_factors(changes=[make(1)])
    ops.get(SETTINGS)
    with CaptureQueriesContext(connection) as one:
        ops.get(SETTINGS)
    set_factors(changes=[make(2), make(3)])
    with CaptureQueriesContext(connection) as three:
        ops.get(SETTINGS)

    assert len(three) == len(one)
