"""Conditions on tags: the query decides as Python does, for leads and for what leads to them."""

from itertools import product

import pytest

from mauntic.crm.contacts.selectors.conditions import LEAD_FIELDS, lead_columns
from mauntic.crm.models import Contact
from mauntic.crm.tags.selectors.tags import tags_of
from mauntic.crm.tags.services.tagging import add_tag
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import All, Any, Leaf, Not, Operator, holds, parse_strict
from mauntic.kernel.conditions.sql import compiled
from revops.deals.models.deals import Deal
from revops.routing.selectors.fields import COLUMNS, FIELDS
from revops.workflows.selectors.fields import deal_columns
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.django_db
TAGS = ("VIP", "Großkunde", "50%_off")
LEAVES = [
    Leaf("contact.tags", operator, value)
    for operator, value in [
        *product((Operator.HAS, Operator.HAS_NOT), ("vip", "großkunde", "50%_OFF", "50", "unknown")),
        (Operator.IS_SET, None),
        (Operator.IS_NOT_SET, None),
    ]
]
TREES = [
    *LEAVES,
    *(Not(leaf) for leaf in LEAVES),
    *(kind(pair) for kind in (All, Any) for pair in product(LEAVES[:3], LEAVES[5:8])),
]


@pytest.fixture
def leads(acme) -> list[Contact]:
    """A lead for each combination of tags."""
    found = ContactFactory.create_batch(2 ** len(TAGS))
    for place, tag in enumerate(TAGS):
        add_tag(contact_ids=[lead.pk for number, lead in enumerate(found) if number >> place & 1], name=tag)
    return found


def test_the_query_decides_as_python_does(leads):
    tags = tags_of([lead.pk for lead in leads])
    for tree in TREES:
        wanted = {lead.pk for lead in leads if holds(tree, {"contact.tags": tags.get(lead.pk)}, now())}
        found = Contact.objects.filter(compiled(tree, lead_columns(), now()))
        assert set(found.values_list("pk", flat=True)) == wanted, tree


def test_deals_are_found_by_the_tags_of_their_lead(leads):
    vip, other = DealFactory(contact=leads[1]), DealFactory(contact=leads[0])
    without = DealFactory(contact=None, company=None)

    def found(operator: Operator) -> set:
        leaf = Leaf("contact.tags", operator, "vip")
        return set(Deal.objects.filter(compiled(leaf, deal_columns(), now())))

    assert found(Operator.HAS) == {vip}
    assert found(Operator.HAS_NOT) == {other, without}


def test_routing_rules_and_automation_ask_for_tags(leads):
    stored = {"field": "contact.tags", "operator": "has", "value": "VIP"}
    tree = parse_strict(stored, FIELDS)
    assert parse_strict(stored, LEAD_FIELDS) == tree
    assert Contact.objects.filter(compiled(tree, COLUMNS, now())).count() == len(leads) // 2
