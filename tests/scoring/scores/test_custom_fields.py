"""Factors on custom fields, also when one is archived, comes back, or is of another kind elsewhere."""

from decimal import Decimal

import pytest
from django.urls import reverse

from mauntic.crm.fields.services.defining import archive_field, restore_field
from mauntic.crm.models import Contact, CustomField
from scoring.recalculation.models import Recalculation
from scoring.scores.models import LeadScore
from scoring.scores.services.rescoring import rescore
from scoring.versions.services.publish import FactorChange, set_factors
from tests.factories.crm import ContactFactory
from tests.factories.fields import define

CONDITIONS = {
    "number": ("at_least", 9, 10),
    "money": ("at_least", 9, 10.5),
    "boolean": ("equals", True, True),
    "choice": ("equals", "pro", "pro"),
    "multi_choice": ("contains", "pro", ["pro"]),
    "text": ("contains", "pro", "A pro"),
}


def factor(admin, operator: str, value: object = None) -> None:
    asked = {"field": "contact.custom.key", "operator": operator} | (
        {} if value is None else {"value": value}
    )
    change = FactorChange(
        category="fit",
        factor="own",
        weight=Decimal(7),
        enabled=True,
        label="Own",
        conditions={"all": [asked]},
    )
    set_factors(changes=[change], by=admin)


def points(lead: Contact) -> Decimal:
    rescore(contact_ids=[lead.pk])
    return LeadScore.objects.get(contact=lead).total


@pytest.mark.parametrize("kind", CONDITIONS)
def test_a_factor_on_an_archived_field_gives_no_points_and_the_others_go_on(acme, admin, kind):
    operator, value, stored = CONDITIONS[kind]
    (field,) = define("key", kind=kind, choices="Pro Free" if "choice" in kind else "")
    lead = ContactFactory(custom_fields={"key": stored})
    before = points(lead)
    factor(admin, operator, value)
    assert points(lead) == before + 7
    archive_field(field_id=field.pk)
    assert points(lead) == before
    restore_field(field_id=field.pk)
    assert points(lead) == before + 7


def test_a_negated_condition_on_an_archived_field_matches_nobody(acme, admin):
    (field,) = define("key", kind="number")
    lead = ContactFactory()
    before = points(lead)
    factor(admin, "is_not_set")
    assert points(lead) == before + 7
    archive_field(field_id=field.pk)
    assert points(lead) == before


def test_a_statement_is_not_used_for_a_field_of_another_kind(acme, admin):
    """As in another organization, whose model is the same."""
    (field,) = define("key", kind="text")
    lead = ContactFactory(custom_fields={"key": 10})
    factor(admin, "equals", "10")
    as_text = points(lead)
    CustomField.objects.filter(pk=field.pk).update(kind="number")
    assert points(lead) == as_text


def test_archiving_and_restoring_score_all_leads_anew(acme, admin):
    define("other")
    (field,) = define("key", kind="number")
    factor(admin, "at_least", 9)
    Recalculation.objects.all().delete()
    archive_field(field_id=CustomField.objects.get(key="other").pk)
    assert not Recalculation.objects.exists()
    archive_field(field_id=field.pk)
    assert Recalculation.objects.filter(state="running").count() == 1
    restore_field(field_id=field.pk)
    assert Recalculation.objects.filter(state="running").count() == 1


def test_who_archives_a_field_sees_the_factors_that_read_it(acme, admin, ops_web):
    (field,) = define("key", kind="number")
    factor(admin, "at_least", 9)
    page = ops_web.get(reverse("crm:field-archive", args=[field.pk])).content.decode()
    assert "Scoring factor &quot;Own&quot;" in page
