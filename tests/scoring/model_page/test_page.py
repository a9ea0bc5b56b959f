import re
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.crm.models import Contact
from mauntic.kernel.conditions import as_json
from scoring.model.models import ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.scores.services.rescoring import rescore
from scoring.versions.services.publish import FactorChange, set_factors

SETTINGS, PREVIEW, DRAFT = "/scoring/settings/", "/scoring/settings/preview/", "/scoring/settings/draft/"
HTMX = {"HX-Request": "true"}


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


def test_what_the_page_shows_is_what_is_in_force(ops_web, contact):
    before = version_in_force()

    answer = ops_web.post(SETTINGS, shown_form(ops_web.get(SETTINGS).text), follow=True)

    assert "No changes to publish" in answer.text
    assert version_in_force() == before


def test_a_preview_tells_of_moves_and_publishes_nothing(ops_web, contact):
    rescore()
    form = shown_form(ops_web.get(SETTINGS).text) | {"has_email-weight": "70"}

    fragment = ops_web.post(PREVIEW, form, headers=HTMX).text

    assert "1 score</strong> would change" in fragment
    assert "<html" not in fragment
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", fragment)).count("1 up") == 3
    assert ModelVersion.objects.count() == 1


def test_without_a_script_the_preview_is_the_page_with_what_was_entered(ops_web, contact):
    rescore()
    form = shown_form(ops_web.get(SETTINGS).text) | {"has_email-weight": "70", "note": "Try it"}

    page = ops_web.post(PREVIEW, form).text

    assert "1 score</strong> would change" in page
    assert shown_form(page) == form


def test_a_preview_of_what_cannot_be_says_so_beside_it(ops_web, contact):
    form = shown_form(ops_web.get(SETTINGS).text) | {"has_email-weight": "many"}

    answer = ops_web.post(PREVIEW, form, headers=HTMX)

    assert answer.status_code == 200
    assert "The draft has errors" in answer.text
    assert re.search(r'id="id_has_email-weight-wrong" hx-swap-oob="true">Enter a number', answer.text)


def test_own_factors_are_published_with_their_conditions_and_caps_and_a_note(ops_web, contact):
    form = shown_form(ops_web.get(SETTINGS).text) | own_factor() | {"cap-fit": "12.5", "note": "For Initech"}

    answer = ops_web.post(SETTINGS, form, follow=True)

    assert "Version 2 published" in answer.text
    version = version_in_force()
    assert (version.note, version.model().caps) == ("For Initech", {"fit": Decimal("12.5")})
    (row,) = own_rows()
    assert (row.label, row.weight, row.category, row.enabled) == ("At Initech", 7, "fit", True)
    assert row.conditions == {"all": [{"field": "company.name", "operator": "equals", "value": "Initech"}]}
    assert "At Initech added with +7; Maximum of Fit none → 12.5" in answer.text
    assert "For Initech" in answer.text


def test_an_own_factor_is_shown_as_it_was_made_and_changes_nothing_when_saved(ops_web, contact):
    ops_web.post(SETTINGS, shown_form(ops_web.get(SETTINGS).text) | own_factor())
    page = ops_web.get(SETTINGS).text

    again = ops_web.post(SETTINGS, shown_form(page), follow=True)

    assert "No changes to publish" in again.text
    assert 'value="At Initech"' in page


def test_more_than_a_hundred_own_factors_are_shown_and_saved(ops_web, contact):
    place = re.compile("^own-0-")
    form = shown_form(ops_web.get(SETTINGS).text)
    for number in range(120):
        form |= {place.sub(f"own-{number}-", name): value for name, value in own_factor().items()}

    answer = ops_web.post(SETTINGS, form, follow=True)

    assert "Version 2 published" in answer.text
    assert len(own_rows()) == 120
    assert ops_web.post(PREVIEW, shown_form(answer.text), headers=HTMX).status_code == 200


def test_an_own_factor_is_removed(ops_web, contact):
    ops_web.post(SETTINGS, shown_form(ops_web.get(SETTINGS).text) | own_factor())
    form = shown_form(ops_web.get(SETTINGS).text)

    after = shown_form(ops_web.post(DRAFT, form | {"do": "remove:0"}).text)
    ops_web.post(SETTINGS, after)

    assert not [name for name in after if name.startswith("own-")]
    assert own_rows() == []


def test_groups_and_conditions_are_added_and_removed_without_a_script(ops_web, contact):
    form = shown_form(ops_web.get(SETTINGS).text)
    for action in ("add", "add-condition:0:0", "add-group:0", "add-condition:0:1", "remove-condition:0:1:0"):
        form = shown_form(ops_web.post(DRAFT, form | {"do": action}).text)
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

    ops_web.post(SETTINGS, form)

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
def test_a_button_for_what_is_not_there_changes_nothing(ops_web, contact, action):
    form = shown_form(ops_web.get(SETTINGS).text) | own_factor()

    answer = ops_web.post(DRAFT, form | {"do": action})

    assert answer.status_code == 200
    shown = shown_form(answer.text) | {"own-0-key": ""}
    assert {name: value for name, value in shown.items() if not name.endswith("-was")} == form


def test_a_condition_gets_an_operator_that_fits_when_its_field_is_changed(ops_web, contact):
    form = shown_form(ops_web.get(SETTINGS).text) | own_factor(g__0__c__0__field="contact.created_at")

    fragment = ops_web.post(DRAFT, form, headers=HTMX)

    assert '<option value="within_days" selected' in fragment.text
    assert fragment.headers["HX-Trigger"] == "draft-changed"


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"g__0__c__0__field": "company.employees", "g__0__c__0__operator": "at_least"}, "g-0-c-0", "number"),
        ({"g__0__c__0__field": "company.nonsense"}, "g-0-c-0", "does not exist"),
        ({"g__0__c__0__value": ""}, "g-0-c-0", "Enter a text of 1 to 200"),
        ({"weight": "101"}, "label", "from -100 to 100"),
        ({"weight": "lots"}, "weight", "Enter a number of points"),
        ({"label": " "}, "label", "Enter a name."),
    ],
)
def test_what_is_wrong_with_an_own_factor_is_said_at_its_part(ops_web, contact, changes, place, said):
    answer = ops_web.post(SETTINGS, shown_form(ops_web.get(SETTINGS).text) | own_factor(**changes))

    assert answer.status_code == 422
    found = re.search(rf'id="own-0-{place}-wrong">([^<]*)<', answer.text)
    assert said in found[1]
    assert ModelVersion.objects.count() == 1


def test_conditions_that_can_never_hold_are_refused_and_named(ops_web, contact):
    second = {
        "own-0-g-0-c-1-field": "company.name",
        "own-0-g-0-c-1-operator": "equals",
        "own-0-g-0-c-1-value": "Hooli",
    }

    answer = ops_web.post(SETTINGS, shown_form(ops_web.get(SETTINGS).text) | own_factor() | second)

    found = re.search(r'id="own-0-conditions-wrong">([^<]*)<', answer.text)
    assert "Initech" in found[1]
    assert "can never match together" in found[1]


def test_a_factor_that_matches_everyone_is_a_warning_with_the_count(ops_web, contact):
    rescore()
    form = shown_form(ops_web.get(SETTINGS).text) | own_factor()

    assert "At Initech: Matches the only lead." in ops_web.post(PREVIEW, form, headers=HTMX).text
    Contact.objects.create(first_name="Somebody", last_name="Else")
    assert "Matches the only lead" not in ops_web.post(PREVIEW, form, headers=HTMX).text


def test_conditions_that_are_too_deep_to_type_are_kept_and_told_in_words(ops_web, contact):
    deep = {"all": [{"not": {"field": "contact.country", "operator": "equals", "value": "US"}}]}
    change = FactorChange(
        category="fit", factor="own_far", weight=Decimal(5), enabled=True, label="Far", conditions=deep
    )
    set_factors(changes=[change])
    page = ops_web.get(SETTINGS).text

    answer = ops_web.post(SETTINGS, shown_form(page) | {"own-0-weight": "6"}, follow=True)

    assert "not (Country (two letters) is US)" in page
    assert "Far +5 → +6" in answer.text
    (row,) = own_rows()
    assert as_json(row.weighted().factor.conditions) == deep


@pytest.mark.parametrize("path", [PREVIEW, DRAFT])
def test_reps_have_no_draft(web, contact, path):
    assert web.post(path, {}).status_code == 403


def test_the_progress_of_scoring_everybody_is_shown(ops_web, contact):
    form = shown_form(ops_web.get(SETTINGS).text) | {"has_email-weight": "11"}

    page = ops_web.post(SETTINGS, form, follow=True)

    assert "Scoring all leads: 0 of 1 lead" in page.text
    assert "every 1s" in ops_web.get("/scoring/settings/recalculation/").text


def test_a_large_base_is_counted_after_the_page_is_there(ops_web, contact, monkeypatch):
    rescore()
    monkeypatch.setattr(import_module("scoring.model_page.views.page"), "COUNTED_AT_ONCE", 0)

    page = ops_web.get(SETTINGS)

    assert 'hx-get="/scoring/settings/matches/"' in page.text
    assert 'title="1 of 1 lead"' not in page.text
    assert '<span id="leads-has_email" hx-swap-oob="true" title="1 of 1 lead">1</span>' in (
        ops_web.get("/scoring/settings/matches/").text
    )


def test_the_page_takes_the_same_queries_for_one_own_factor_and_three(ops_web, contact):
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
    ops_web.get(SETTINGS)
    with CaptureQueriesContext(connection) as one:
        ops_web.get(SETTINGS)
    set_factors(changes=[make(2), make(3)])
    with CaptureQueriesContext(connection) as three:
        ops_web.get(SETTINGS)

    assert len(three) == len(one)
