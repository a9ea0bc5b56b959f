from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.learning import services as learning_services
from lead_intelligence.learning.domain.suggestions import Setting, TooLittle
from lead_intelligence.learning.models import WaterfallChange
from lead_intelligence.learning.selectors.ledger import past_jobs
from lead_intelligence.learning.services import Proposal
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from tests.factories.lead_intelligence import make_lead, set_rule

PART = "/lead-intelligence/waterfall/suggestion/"
APPLY, EXPLORE = f"{PART}apply/", "/lead-intelligence/waterfall/exploration/"
HTMX = {"HX-Request": "true"}
BEFORE, AFTER = Setting(("zoominfo", "apollo"), 0.5), Setting(("apollo", "zoominfo"), 0.6)
TITLE = Proposal(Field.TITLE, BEFORE, AFTER, "Saves 31%.")


@pytest.fixture(autouse=True)
def _no_old_suggestion(acme):
    cache.clear()


@pytest.fixture
def title(acme) -> WaterfallConfig:
    return set_rule("title", "zoominfo", "apollo", min_confidence=0.5)


def remember(count: int, *calls: tuple[str, str, str], **values: object) -> list[EnrichmentJob]:
    """So many finished searches for a title: (vendor, outcome, cost), the last of whom knew it."""
    leads = [make_lead(email=f"lead{n}.{EnrichmentJob.objects.count()}@x.example") for n in range(count)]
    jobs = EnrichmentJob.objects.bulk_create(
        EnrichmentJob(
            contact=lead,
            status="completed",
            field_requests=["title"],
            providers_tried=[each[0] for each in calls],
            **values,
        )
        for lead in leads
    )
    VendorCall.objects.bulk_create(
        VendorCall(
            job=job,
            provider_id=slug,
            fields=["title"],
            outcome=outcome,
            cost=Decimal(cost),
            answer={"title": ["CEO", 0.9]} if outcome == "found" else {},
            started_at=now() + timedelta(seconds=place),
            finished_at=now(),
        )
        for job in jobs
        for place, (slug, outcome, cost) in enumerate(calls)
    )
    return jobs


def test_the_ledger_is_read_with_answers_costs_and_what_became_of_them(acme):
    (job,) = remember(1, ("zoominfo", "not_found", "0"), ("apollo", "found", "0.02"), explores=True)
    FieldWrite.objects.create(
        contact=job.contact,
        field="title",
        new_value="CEO",
        provider="apollo",
        confidence=0.9,
        job=job,
        refuted_at=now(),
    )
    (past,) = past_jobs()
    assert (past.fields, past.explores, past.proofs) == (
        (Field.TITLE,),
        True,
        {("apollo", Field.TITLE): False},
    )
    assert [(call.slug, call.outcome, call.cost, list(call.values)) for call in past.calls] == [
        ("zoominfo", "not_found", 0, []),
        ("apollo", "found", Decimal("0.02"), [Field.TITLE]),
    ]


def test_old_and_unfinished_searches_are_not_read(acme):
    remember(1, ("apollo", "found", "0.02"), created_at=now() - timedelta(days=91))
    EnrichmentJob.objects.filter(pk=remember(1, ("apollo", "found", "0.02"))[0].pk).update(status="failed")
    assert past_jobs() == []


def test_reading_the_ledger_takes_a_constant_number_of_queries(acme):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            past_jobs()
        return sum(not query["sql"].startswith("SET search_path") for query in seen)

    remember(1, ("apollo", "found", "0.02"))
    one = statements()
    remember(3, ("zoominfo", "not_found", "0"), ("apollo", "found", "0.02"))
    assert statements() == one


def test_without_enough_searches_nothing_is_suggested(acme):
    remember(3, ("apollo", "found", "0.02"))
    assert learning_services.suggest() == TooLittle(jobs=3)
    with pytest.raises(NotFound, match="no suggestion to apply"):
        learning_services.apply_suggestion(by=None)


def test_a_loss_is_a_share(acme):
    with pytest.raises(Invalid, match="maxLoss"):
        learning_services.suggest(max_loss=1.5)


def test_an_applied_suggestion_is_set_recorded_and_can_be_undone(title, admin):
    (change,) = learning_services.apply_suggestion(by=admin, wanted=[TITLE])
    title.refresh_from_db()
    assert (title.provider_order, title.min_confidence) == (["apollo", "zoominfo"], 0.6)
    assert (change.by, change.reason) == (admin, "Saves 31%.")
    learning_services.undo_change(change_id=change.pk, by=admin)
    title.refresh_from_db()
    assert (title.provider_order, title.min_confidence) == (["zoominfo", "apollo"], 0.5)
    with pytest.raises(Conflict, match="already undone"):
        learning_services.undo_change(change_id=change.pk, by=admin)


def test_one_field_of_a_suggestion_can_be_applied(title):
    email = Proposal(Field.EMAIL, BEFORE, AFTER, "")
    (change,) = learning_services.apply_suggestion(by=None, wanted=[TITLE, email], field="title")
    assert change.config == title


def test_a_suggestion_for_orders_that_changed_meanwhile_is_refused_whole(title):
    email = set_rule("email", "zoominfo", "apollo")
    set_rule("title", "apollo")
    with pytest.raises(Conflict, match="The order for Title changed since"):
        learning_services.apply_suggestion(by=None, wanted=[Proposal(Field.EMAIL, BEFORE, AFTER, ""), TITLE])
    email.refresh_from_db()
    assert (email.provider_order, WaterfallChange.objects.count()) == (["zoominfo", "apollo"], 0)


def test_a_change_is_not_undone_over_a_later_one(title):
    (change,) = learning_services.apply_suggestion(by=None, wanted=[TITLE])
    set_rule("title", "hunter")
    with pytest.raises(Conflict, match="changed since"):
        learning_services.undo_change(change_id=change.pk, by=None)


def test_vendors_that_are_off_do_not_keep_a_change_from_being_made_or_undone(acme):
    config = set_rule("title", "clearbit", "zoominfo", "apollo", min_confidence=0.5)
    before, after = (
        Setting(("clearbit", "zoominfo", "apollo"), 0.5),
        Setting(("apollo", "zoominfo", "clearbit"), 0.5),
    )
    (change,) = learning_services.apply_suggestion(by=None, wanted=[Proposal(Field.TITLE, before, after, "")])
    config.refresh_from_db()
    assert config.provider_order == ["apollo", "zoominfo"]
    learning_services.undo_change(change_id=change.pk, by=None)
    config.refresh_from_db()
    assert config.provider_order == ["zoominfo", "apollo"]


def test_the_share_of_exploration_has_a_bound(acme):
    learning_services.set_exploration(share=0.1)
    assert EnrichmentPolicy.objects.get(pk=1).exploration_share == 0.1
    with pytest.raises(Invalid, match="0% to 20%"):
        learning_services.set_exploration(share=0.21)


def test_the_page_says_when_there_is_too_little(web):
    part = web.get(PART, headers=HTMX).content.decode()
    assert "Not enough data: 0 of 200 jobs" in part
    assert "<html" not in part
    assert "Suggested order" in web.get(PART).content.decode()


def test_ops_apply_and_undo_what_the_page_shows(ops, web):
    EnrichmentProvider.objects.filter(pk__in=("zoominfo", "apollo")).update(
        config={"apiKey": "k"}, enabled=True
    )
    WaterfallConfig.objects.exclude(field_name="title").delete()
    set_rule("title", "zoominfo", "apollo", min_confidence=0.5)
    remember(150, ("zoominfo", "found", "0.25"))
    remember(50, ("zoominfo", "not_found", "0"), ("apollo", "found", "0.02"))
    remember(60, ("apollo", "found", "0.02"), explores=True)
    page = ops.get(PART, headers=HTMX).content.decode()
    assert "Saves 9" in page
    assert "Apollo finds" in page
    assert "Apply all" not in web.get(PART, headers=HTMX).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert (
        "Order applied: title."
        in ops.post(APPLY, {"seen": seen, "field": "title"}, follow=True).content.decode()
    )
    assert WaterfallConfig.objects.get().provider_order[0] == "apollo"
    assert "changed since" in ops.post(APPLY, {"seen": seen}, follow=True).content.decode()
    change = WaterfallChange.objects.get()
    assert "Undo" in ops.get(PART, headers=HTMX).content.decode()
    assert (
        "Previous order restored: Title."
        in ops.post(f"{PART}{change.pk}/undo/", follow=True).content.decode()
    )
    assert WaterfallConfig.objects.get().provider_order == ["zoominfo", "apollo"]


def test_a_forged_suggestion_is_refused(ops):
    assert "This suggestion expired" in ops.post(APPLY, {"seen": "forged"}, follow=True).content.decode()


def test_the_share_of_exploration_is_set_on_the_page(ops):
    assert (
        "Exploration set to 5% of jobs." in ops.post(EXPLORE, {"percent": "5"}, follow=True).content.decode()
    )
    assert (
        "Enter an exploration share from 0% to 20%."
        in ops.post(EXPLORE, {"percent": "50"}, follow=True).content.decode()
    )
    assert EnrichmentPolicy.objects.get(pk=1).exploration_share == 0.05


@pytest.mark.parametrize("path", [APPLY, EXPLORE, f"{PART}0190b0a0-0000-7000-8000-000000000000/undo/"])
def test_reps_change_nothing(web, path):
    assert web.post(path).status_code == 403


def test_strangers_see_nothing(stranger):
    assert stranger.get(PART).status_code == 302
