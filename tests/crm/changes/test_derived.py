"""What Mauntic makes of a value is a change of Mauntic, and not of who wrote that value."""

import pytest

from mauntic.broker.actor import Actor, ActorKind, acting, undoing
from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.models import Change, Contact
from tests.crm.files import HEADERS, bring_in, lead
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.support.queries import queries_of

KIM = Actor(ActorKind.PERSON, "1", "Kim Novak")
pytestmark = pytest.mark.usefixtures("acme")


def history(contact: Contact) -> list[tuple[str, dict[str, list]]]:
    """Who changed what, oldest first."""
    return [(row.actor, row.fields) for row in Change.objects.filter(contact=contact).order_by("at", "id")]


def test_the_seniority_that_follows_from_a_title_is_not_the_persons_change():
    contact = ContactFactory(title="CTO", seniority="c_level")
    with acting(KIM):
        update_contact(contact=contact, values={"title": "VP Sales", "region": "Berlin"})
    assert history(contact) == [
        ("Kim Novak", {"title": ["CTO", "VP Sales"], "region": [None, "Berlin"]}),
        ("Mauntic, from the job title", {"seniority": ["c_level", "vp"]}),
    ]


def test_a_seniority_that_a_person_chose_is_theirs():
    contact = ContactFactory(title="CTO", seniority="c_level")
    with acting(KIM):
        update_contact(contact=contact, values={"title": "VP Sales", "seniority": "director"})
    assert history(contact) == [
        ("Kim Novak", {"title": ["CTO", "VP Sales"], "seniority": ["c_level", "director"]})
    ]


def test_a_title_of_the_same_seniority_changes_the_title_only():
    contact = ContactFactory(title="CTO", seniority="c_level")
    with acting(KIM):
        update_contact(contact=contact, values={"title": "CEO"})
    assert history(contact) == [("Kim Novak", {"title": ["CTO", "CEO"]})]


def test_a_new_lead_says_what_was_entered_and_what_followed():
    CompanyFactory(name="Storm", domain="storm.example")
    with acting(KIM):
        contact = create_contact(values={"email": "ann@storm.example", "title": "CTO"}, source="manual")
    (who, entered), *derived = history(contact)
    assert who == "Kim Novak"
    assert entered.keys() == {"email", "title", "lifecycle_stage", "source", "consent"}
    assert derived == [
        ("Mauntic, from the job title", {"seniority": [None, "c_level"]}),
        ("Mauntic, from the email address", {"company": [None, "Storm"]}),
    ]


def test_the_company_that_a_person_named_is_theirs():
    with acting(KIM):
        contact = create_contact(values={"email": "ann@storm.example", "company": "Storm"}, source="manual")
    [(who, fields)] = history(contact)
    assert (who, fields["company"]) == ("Kim Novak", [None, "Storm"])


def test_an_undone_title_undoes_the_seniority_too():
    contact = ContactFactory(title="CTO", seniority="c_level")
    with acting(KIM):
        update_contact(contact=contact, values={"title": "VP Sales"})
        with undoing():
            update_contact(contact=contact, values={"title": "CTO"})
    assert [row.is_undo for row in Change.objects.order_by("at", "id")] == [False, False, True, True]


def test_an_import_changes_titles_and_mauntic_the_seniority():
    contact = ContactFactory(email="ann@storm.example", title="CTO", seniority="c_level", company=None)
    bring_in(HEADERS, lead(email="ann@storm.example", title="VP Sales"))
    changes = dict(history(contact))
    assert changes['Import of "leads.csv"']["title"] == ["CTO", "VP Sales"]
    assert changes["Mauntic, from the job title"] == {"seniority": ["c_level", "vp"]}


def test_a_new_lead_of_an_import_says_what_followed():
    CompanyFactory(name="Storm", domain="storm.example")
    bring_in(HEADERS, lead(email="ann@storm.example", title="CTO"))
    changes = dict(history(Contact.objects.get()))
    assert changes["Mauntic, from the job title"] == {"seniority": [None, "c_level"]}
    assert changes["Mauntic, from the email address"] == {"company": [None, "Storm"]}


def test_a_derived_value_costs_no_more_statements():
    plain, derived = ContactFactory(title="CTO", seniority="c_level"), ContactFactory(title="")
    assert queries_of(lambda: update_contact(contact=plain, values={"title": "CEO"})) == queries_of(
        lambda: update_contact(contact=derived, values={"title": "CEO"})
    )
