"""The pages of custom fields, and the form of the values of a lead and a company."""

import pytest
from django.urls import reverse

from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.models import Contact, CustomField
from mauntic.crm.segments.services.saving import SegmentDraft, save_segment
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.fields import define

pytestmark = pytest.mark.django_db
NEW = {
    "label": "Contract",
    "owner": "contact",
    "kind": "choice",
    "help_text": "",
    "choices-TOTAL_FORMS": "3",
    "choices-INITIAL_FORMS": "0",
    "choices-0-label": "Monthly",
    "choices-1-label": "Yearly",
}


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_field_is_defined_renamed_archived_and_restored(ops_web):
    assert "No custom fields yet" in text_of(ops_web.get(reverse("crm:fields")))
    answer = ops_web.post(reverse("crm:field-new"), NEW | {"do": "save"}, follow=True)
    assert "Field &quot;Contract&quot; saved." in text_of(answer)
    field = CustomField.objects.get()
    edit = reverse("crm:field-edit", args=[field.pk])
    page = text_of(ops_web.get(edit))
    assert 'value="Monthly"' in page
    assert "<code>contract</code>" in page
    renamed = NEW | {
        "do": "save",
        "opened": "1",
        "label": "Contract type",
        "choices-TOTAL_FORMS": "4",
        "choices-INITIAL_FORMS": "2",
        "choices-0-key": "monthly",
        "choices-0-label": "Each month",
        "choices-1-key": "yearly",
        "choices-1-label": "",
        "choices-2-label": "For good",
    }
    ops_web.post(edit, renamed)
    field.refresh_from_db()
    assert (field.key, field.label, field.choices) == (
        "contract",
        "Contract type",
        [
            {"key": "monthly", "label": "Each month", "is_off": False},
            {"key": "for_good", "label": "For good", "is_off": False},
            {"key": "yearly", "label": "Yearly", "is_off": True},
        ],
    )
    archive = reverse("crm:field-archive", args=[field.pk])
    assert "Archive Contract type?" in text_of(ops_web.get(archive))
    assert "archived. Its values stay." in text_of(ops_web.post(archive, follow=True))
    restore = reverse("crm:field-restore", args=[field.pk])
    assert "is back." in text_of(ops_web.post(restore, follow=True))


def test_buttons_of_the_form_change_it_and_save_nothing(ops_web):
    answer = ops_web.post(reverse("crm:field-new"), NEW | {"do": "more", "label": ""})
    page = text_of(answer)
    assert answer.status_code == 200
    assert 'value="Yearly"' in page
    assert page.count('name="choices-') == 4 + 2 * (3 + 5)  # four of the formset itself
    assert not CustomField.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"label": ""}, "Enter a name."),
        ({"choices-0-label": "", "choices-1-label": ""}, "Enter at least one choice."),
        ({"kind": "formula"}, "Select a valid choice."),
        ({"choices-0-key": "other"}, "There is no choice with the key other."),
    ],
)
def test_bad_input_stays_in_the_form_with_its_sentence(ops_web, changed, sentence):
    answer = ops_web.post(reverse("crm:field-new"), NEW | {"do": "save"} | changed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not CustomField.objects.exists()


def test_archiving_says_what_names_the_field(ops_web, admin):
    (field,) = define("plan")
    conditions = {"field": "contact.custom.plan", "operator": "is_set"}
    save_segment(draft=SegmentDraft(name="Planned", conditions=conditions), by=admin)
    page = text_of(ops_web.get(reverse("crm:field-archive", args=[field.pk])))
    assert "Segment &quot;Planned&quot;" in page


def test_reps_do_not_define_fields(web):
    for name in ("crm:fields", "crm:field-new"):
        assert web.get(reverse(name)).status_code == 403


@pytest.fixture
def fields():
    define("size", kind="number")
    define("plan", kind="choice", choices="Pro Free")
    define("likes", kind="multi_choice", choices="Tea Pie")
    define("signed", kind="date")
    define("vip", kind="boolean")
    define("home", kind="url")


def test_a_person_fills_the_custom_fields_of_a_lead(web, fields):
    lead = ContactFactory(custom_fields={"size": 38, "other": "stays"})
    address = reverse("lead-fields", args=[lead.pk])
    assert 'value="38"' in text_of(web.get(address))
    filled = {
        "custom:size": "39",
        "opened-custom:size": "38",
        "custom:plan": "pro",
        "custom:likes": ["tea", "pie"],
        "custom:signed": "2027-03-31",
        "custom:vip": "yes",
        "custom:home": "acme.example",
    }
    page = text_of(web.post(address, filled, follow=True))
    lead.refresh_from_db()
    assert lead.custom_fields == {
        "size": 39,
        "other": "stays",
        "plan": "pro",
        "likes": ["tea", "pie"],
        "signed": "2027-03-31",
        "vip": True,
        "home": "https://acme.example",
    }
    assert "<dt>likes</dt><dd>Tea, Pie</dd>" in page
    assert 'href="https://acme.example"' in page
    web.post(address, {"custom:size": "", "opened-custom:size": "39", "opened-custom:vip": "yes"})
    lead.refresh_from_db()
    assert set(lead.custom_fields) == {"other", "plan", "likes", "signed", "home"}


def test_a_value_that_does_not_fit_is_refused_at_its_field(web, fields):
    lead = ContactFactory()
    answer = web.post(
        reverse("lead-fields", args=[lead.pk]), {"custom:size": "many", "custom:signed": "31.02.2027"}
    )
    assert answer.status_code == 422
    assert "is not an amount" in text_of(answer)
    assert "is not a date" in text_of(answer)
    assert Contact.objects.get().custom_fields == {}


def test_two_people_who_fill_one_field_see_both_values(web, fields):
    lead = ContactFactory(custom_fields={"size": 38})
    update_contact(contact=lead, values={"custom_fields": {"size": 40}})
    address = reverse("lead-fields", args=[lead.pk])
    mine = {"custom:size": "39", "opened-custom:size": "38"}
    answer = web.post(address, mine)
    assert answer.status_code == 422
    assert "This field changed since you opened it." in text_of(answer)
    web.post(address, mine | {"opened-custom:size": "40", "choice-custom:size": "mine"})
    lead.refresh_from_db()
    assert lead.custom_fields["size"] == 39


def test_the_custom_fields_of_a_company_are_in_its_form(web):
    define("tier", owner="company", kind="choice", choices="Gold")
    company = CompanyFactory(custom_fields={"note": "stays"})
    address = reverse("company-edit", args=[company.pk])
    web.post(address, {"name": company.name, "custom:tier": "gold", "opened-custom:tier": ""})
    company.refresh_from_db()
    assert company.custom_fields == {"note": "stays", "tier": "gold"}
    page = text_of(web.get(reverse("company", args=[company.pk])))
    assert "<dt>tier</dt><dd>Gold</dd>" in page


def test_the_history_tells_values_in_words(web, fields):
    lead = ContactFactory()
    define("value", kind="money")
    update_contact(contact=lead, values={"custom_fields": {"plan": "pro", "vip": True, "value": 12.5}})
    page = text_of(web.get(reverse("lead-history", args=[lead.pk])))
    assert "$12.50" in page
    assert "Pro" in page
    assert "Yes" in page
