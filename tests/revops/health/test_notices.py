"""People are told what became theirs, and what of theirs is in danger."""

from datetime import timedelta

from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from revops.deals.models.deals import Deal
from revops.health.models import DealHealth
from revops.health.services.assess import assess_deals
from revops.health.services.settings import WarningChange, set_warnings
from revops.routing.models import Trigger
from revops.routing.services.route import route_contacts
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
    assert told(rep) == ["One of your deals is now critical"]
    assert Notification.objects.get().url == f"/revops/deals/{deal.pk}/"


def test_new_rules_are_one_notice_however_many_deals_turn_critical(rep, run_jobs):
    DealFactory.create_batch(3, owner=rep, stage="negotiation", contact=None, company=None)
    assess_deals()
    assert not DealHealth.objects.filter(level="critical").exists()
    with run_jobs():
        set_warnings(changes=[WarningChange(key="no_next_step", enabled=True, weight=100)])
    assert DealHealth.objects.filter(level="critical").count() == 3
    assert told(rep) == ["Deals are critical under the new health settings"]
    assert Notification.objects.get().url == "/revops/deals/?tab=mine&health=critical"
