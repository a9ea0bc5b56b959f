"""People are told what became theirs, and what of theirs is in danger."""

from datetime import timedelta

from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from revops.models import Deal, DealHealth, Trigger
from revops.services import route_contacts
from revops.services.health import assess_deals
from tests.factories.revops import DealFactory
from tests.factories.routing import make_leads, make_rep, make_rule


def told(user) -> list[str]:
    return list(Notification.objects.of(user).order_by("created_at").values_list("title", flat=True))


def test_a_set_of_leads_is_one_notice_for_each_who_gets_some(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    make_rule(ann, bob)
    route_contacts(contact_ids=[lead.pk for lead in make_leads(3)], trigger=Trigger.CREATED)
    assert sorted([told(ann), told(bob)]) == [["You have 2 new leads"], ["You have a new lead"]]


def test_who_routes_a_lead_to_themselves_needs_no_notice(acme):
    ann = make_rep("Ann")
    make_rule(ann)
    route_contacts(contact_ids=[make_leads(1)[0].pk], trigger=Trigger.MANUAL, by=ann)
    assert told(ann) == []


def test_the_owner_hears_once_that_a_deal_turned_critical(rep):
    deal = DealFactory(owner=rep, stage="negotiation", contact=None, company=None)
    long_ago = now() - timedelta(days=300)
    overdue = (now() - timedelta(days=120)).date()
    Deal.objects.update(created_at=long_ago, stage_entered_at=long_ago, expected_close_on=overdue)
    assess_deals()
    assess_deals()
    assert DealHealth.objects.get().level == "critical"
    assert told(rep) == ["A deal of yours turned critical"]
    assert Notification.objects.get().url == f"/revops/deals/{deal.pk}/"
