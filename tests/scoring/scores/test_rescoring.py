from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.crm.models import Contact
from mauntic.events.catalog import LeadScored, ScoreThresholdCrossed
from mauntic.events.models import StoredEvent
from mauntic.tenants.context import entered
from mauntic.tracking.models import Visit
from scoring.scores.models import LeadScore, ScoreHistory
from scoring.scores.services.rescoring import Rescored, rescore
from scoring.versions.services.publish import FactorChange, set_factors
from tests.factories.scoring import make_signal
from tests.scoring.conftest import NOW


def change(factor: str, weight: int, *, category: str = "fit", enabled: bool = True) -> FactorChange:
    return FactorChange(category=category, factor=factor, weight=Decimal(weight), enabled=enabled)


def test_a_score_is_written_with_its_reasons_and_version(contact):
    rescore(now=NOW)

    score = LeadScore.objects.select_related("model_version").get()
    assert (score.pk, score.total, score.grade, score.previous_total) == (contact.pk, Decimal(35), "D", None)
    assert score.components == {"engagement": 0.0, "fit": 25.0, "intent": 0.0, "dataQuality": 10.0}
    assert score.contributors == [
        {"factor": "seniority_vp", "points": 15.0},
        {"factor": "company_size_mid", "points": 10.0},
        {"factor": "has_email", "points": 10.0},
    ]
    assert (score.model_version.version, score.scored_at) == (1, NOW)


def test_scoring_again_without_new_facts_changes_and_publishes_nothing(contact):
    make_signal(contact, "PRICING_PAGE", detected_at=NOW - timedelta(hours=5))
    assert rescore(now=NOW) == Rescored(contacts=1, changed=1, crossings=2)
    before = StoredEvent.objects.count()

    assert rescore(now=NOW) == Rescored(contacts=1, changed=0, crossings=0)
    assert StoredEvent.objects.count() == before


def test_the_facts_that_sql_words_are_those_that_the_events_word(contact, facts_of):
    rescore(now=NOW)
    Contact.objects.update(phone="+14155550100")
    rescore(now=NOW)

    reasons = LeadScore.objects.get().contributors
    assert facts_of(LeadScored)[1] == (
        LeadScored(
            contact_id=contact.pk,
            score=Decimal("50.00"),
            grade="C",
            previous_score=Decimal("35.00"),
            top_contributors=reasons,
            intent_score=Decimal("0.00"),
        ).to_wire()
    )
    assert facts_of(ScoreThresholdCrossed) == [
        ScoreThresholdCrossed(
            contact_id=contact.pk, threshold=threshold, direction="up", score=Decimal(score)
        ).to_wire()
        for threshold, score in ((20, 35), (40, 50))
    ]
    assert [row.events()[0].contact_id for row in StoredEvent.objects.all()] == [contact.pk] * 4
    assert {tuple(row.subject_ids) for row in StoredEvent.objects.all()} == {(contact.pk,)}


def test_thresholds_are_crossed_downwards_from_above(contact, facts_of):
    make_signal(contact, "DEMO_REQUEST", detected_at=NOW)
    make_signal(contact, "FREE_TRIAL_SIGNUP", detected_at=NOW)
    rescore(now=NOW)
    rescore(now=NOW + timedelta(days=2))

    crossed = [(fact["threshold"], fact["direction"]) for fact in facts_of(ScoreThresholdCrossed)]
    assert crossed == [
        *((bound, "up") for bound in (20, 40, 60, 80)),
        *((bound, "down") for bound in (80, 60, 40)),
    ]


def test_history_keeps_the_last_score_of_each_day(contact):
    rescore(now=NOW)
    Contact.objects.update(phone="+14155550100")
    rescore(now=NOW + timedelta(hours=1))
    Contact.objects.update(direct_phone="+14155550101")
    rescore(now=NOW + timedelta(days=1))

    assert list(ScoreHistory.objects.order_by("day").values_list("day", "total", "fit")) == [
        (NOW.date(), Decimal(50), Decimal(25)),
        (NOW.date() + timedelta(days=1), Decimal(60), Decimal(25)),
    ]


def test_the_previous_score_is_the_last_different_one(contact):
    for phone in ("", "+14155550100"):
        Contact.objects.update(phone=phone)
        rescore(now=NOW)
    set_factors(changes=[change("free_trial", 1, category="intent")])
    rescore(now=NOW)

    score = LeadScore.objects.select_related("model_version").get()
    assert (score.total, score.previous_total, score.model_version.version) == (Decimal(50), Decimal(35), 2)


def test_a_version_that_changes_no_score_publishes_nothing(contact, facts_of):
    rescore(now=NOW)
    set_factors(changes=[change("free_trial", 1, category="intent")])

    assert rescore(now=NOW).changed == 1
    assert len(facts_of(LeadScored)) == 1


def test_visits_of_bots_do_not_count(contact):
    for is_bot in (False, False, True, True, True, True):
        Visit.objects.create(contact=contact, url="/", occurred_at=NOW - timedelta(days=1), is_bot=is_bot)
    rescore(now=NOW)

    assert LeadScore.objects.get().engagement == 10


@pytest.mark.parametrize(("weight", "enabled", "total"), [(-12, True, 8), (40, False, 20), (-90, True, 0)])
def test_weights_may_be_negative_and_a_disabled_factor_adds_nothing(contact, weight, enabled, total):
    set_factors(changes=[change("seniority_vp", weight, enabled=enabled)])
    rescore(now=NOW)

    assert LeadScore.objects.get().total == total


def test_only_the_contacts_that_were_named_are_scored(contact):
    other = Contact.objects.create(phone="+14155550100")

    assert rescore(contact_ids=[other.pk, other.pk], now=NOW).contacts == 1
    assert list(LeadScore.objects.values_list("pk", "total")) == [(other.pk, Decimal(15))]


def test_all_contacts_are_scored_in_chunks_with_progress(acme):
    Contact.objects.bulk_create(Contact(phone="+1") for _ in range(5))
    told: list[int] = []

    assert rescore(now=NOW, chunk=2, progress=told.append) == Rescored(contacts=5, changed=5)
    assert told == [2, 4, 5]
    assert LeadScore.objects.count() == 5


def test_facts_of_many_contacts_share_stored_rows(acme):
    Contact.objects.bulk_create(Contact(phone="+1") for _ in range(501))
    rescore(now=NOW)

    assert sorted(StoredEvent.objects.values_list("fact_count", flat=True)) == [1, 500]


def test_another_organization_is_left_alone(contact, globex):
    with entered(globex):
        stranger = Contact.objects.create(phone="+14155550100")
    rescore(now=NOW)
    rescore(contact_ids=[stranger.pk], now=NOW)

    with entered(globex):
        assert not LeadScore.objects.exists()
    assert LeadScore.objects.get().pk == contact.pk


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_contacts_takes_the_same_queries(acme, counted_queries, count):
    contacts = Contact.objects.bulk_create(
        Contact(email=f"p{n}@x.example", seniority="vp") for n in range(count)
    )

    with counted_queries(16):
        rescore(contact_ids=[contact.pk for contact in contacts], now=NOW)


def test_stretches_without_anything_new_are_read_and_not_written(contact, django_assert_num_queries):
    Contact.objects.bulk_create(Contact(phone="+14155550100") for _ in range(3))
    rescore(now=NOW)
    Contact.objects.filter(pk=contact.pk).update(phone="+14155550100")
    assert rescore(now=NOW, chunk=2) == Rescored(contacts=4, changed=1, crossings=1)
    # The version with its factors, the end of the stretch and how many they are, one look.
    with django_assert_num_queries(5):
        assert rescore(now=NOW, chunk=4) == Rescored(contacts=4, changed=0, crossings=0)
