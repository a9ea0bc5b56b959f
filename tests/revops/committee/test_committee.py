"""Who takes part in the buying of a deal."""

import pytest

from mauntic.kernel.errors import Invalid, NotFound
from mauntic.kernel.ids import new_id
from revops.committee import services
from revops.committee.models import CommitteeMember
from revops.committee.selectors import committee_of, possible_members
from revops.deals.models.deals import Deal
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.usefixtures("acme")


@pytest.fixture
def deal(rep) -> Deal:
    return DealFactory(owner=rep)


def parts(deal: Deal) -> list[tuple]:
    return [(each.contact, each.role, each.is_main, bool(each.left_at)) for each in committee_of(deal)]


def test_the_deals_contact_takes_part_without_anybody_saying_so(deal, rep):
    assert parts(deal) == [(deal.contact, "", True, False)]
    services.set_member(deal_id=deal.pk, contact_id=deal.contact_id, role="champion", by=rep)
    assert parts(deal) == [(deal.contact, "champion", True, False)]


def test_a_contact_has_one_part_that_changes(deal, rep):
    contact = ContactFactory()
    for role in ("blocker", "economic_buyer"):
        services.set_member(deal_id=deal.pk, contact_id=contact.pk, role=role, by=rep)
    assert parts(deal) == [(deal.contact, "", True, False), (contact, "economic_buyer", False, False)]


def test_who_leaves_stays_on_record_and_comes_back_with_the_role(deal, rep):
    contact = ContactFactory()
    services.set_member(deal_id=deal.pk, contact_id=contact.pk, role="champion", by=rep)
    who = {"deal_id": deal.pk, "contact_id": contact.pk, "by": rep}
    left = services.member_left(**who).left_at
    assert services.member_left(**who).left_at == left
    assert parts(deal) == [(deal.contact, "", True, False), (contact, "champion", False, True)]
    services.member_back(**who)
    assert parts(deal) == [(deal.contact, "", True, False), (contact, "champion", False, False)]


def test_the_deals_own_contact_can_leave_too(deal, rep):
    services.member_left(deal_id=deal.pk, contact_id=deal.contact_id, by=rep)
    assert parts(deal) == [(deal.contact, "other", True, True)]


@pytest.mark.parametrize(
    ("field", "wrong"), [("role", {"role": "boss"}), ("contact", {"contact_id": new_id()})]
)
def test_an_unknown_role_or_lead_is_named(deal, rep, field, wrong):
    given = {"contact_id": deal.contact_id, "role": "other"} | wrong
    with pytest.raises(Invalid) as refused:
        services.set_member(deal_id=deal.pk, by=rep, **given)
    assert list(refused.value.fields) == [field]


def test_who_takes_no_part_does_not_leave(deal, rep):
    with pytest.raises(NotFound):
        services.member_left(deal_id=deal.pk, contact_id=ContactFactory().pk, by=rep)


def test_others_do_not_know_of_the_deal(deal, colleague):
    with pytest.raises(NotFound):
        services.set_member(deal_id=deal.pk, contact_id=deal.contact_id, role="other", by=colleague)
    assert not CommitteeMember.objects.exists()


def test_the_people_of_the_company_are_offered_who_have_no_part_yet(deal, rep):
    member, other, gone = ContactFactory.create_batch(3, company=deal.company)
    ContactFactory()
    for contact in (member, gone):
        services.set_member(deal_id=deal.pk, contact_id=contact.pk, role="other", by=rep)
    services.member_left(deal_id=deal.pk, contact_id=gone.pk, by=rep)
    assert set(possible_members(deal)) == {other, gone}
