"""What happens shows signals, by rules that the organization can change."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.crm.models import Contact
from mauntic.events.catalog import (
    AssetDownloaded,
    ContactCreated,
    EventTracked,
    FormSubmitted,
    IntentSignalDetected,
    LeadEnriched,
    MessageClicked,
    MessageOpened,
    MessageReplied,
    PageVisited,
)
from mauntic.events.services import publish, publish_many, replay
from mauntic.kernel.clock import now
from mauntic.tracking.models import TrackedEvent, Visit
from mauntic.tracking.visits.services.record import PageView, record_visits
from scoring.detection.domain.rules import Trigger
from scoring.detection.models import DetectionRule
from scoring.detection.services.happenings import detect_in_visits
from scoring.detection.services.rules import set_rule
from scoring.detection.services.withdraw import withdraw_evidence
from scoring.scores.models import LeadScore
from scoring.signals.models import IntentSignal
from scoring.signals.services import delete_old_signals
from tests.factories.scoring import make_signal


def types_of(contact) -> list[str]:
    return sorted(IntentSignal.objects.filter(contact=contact).values_list("type_id", flat=True))


def counts() -> dict[str, int]:
    return dict(IntentSignal.objects.values_list("type_id", "count"))


def visited(contact, path: str, ago: timedelta = timedelta(0)) -> Visit:
    (visit,) = record_visits(views=[PageView(contact.pk, f"https://x.example{path}", now() - ago)])
    return visit


def tell_of(visit: Visit) -> None:
    publish(PageVisited(contact_id=visit.contact_id, url=visit.url, visit_id=visit.pk, is_bot=visit.is_bot))


def track(contact, *names: str, at: datetime | None = None, is_bot: bool = False) -> list[TrackedEvent]:
    rows = TrackedEvent.objects.bulk_create(
        TrackedEvent(contact=contact, name=name, occurred_at=at or now(), is_bot=is_bot) for name in names
    )
    publish_many(
        EventTracked(contact_id=contact.pk, event_id=row.pk, name=row.name, is_bot=is_bot) for row in rows
    )
    return rows


def enriched(contact, **facts) -> LeadEnriched:
    return LeadEnriched(contact_id=contact.pk, changed_fields=[], source="apollo", confidence=0.9, **facts)


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("meeting_scheduled", ["MEETING_SCHEDULED"]),
        ("Meeting Completed", ["MEETING_COMPLETED"]),
        ("Trial Activated", ["TRIAL_ACTIVATED"]),
        ("chat_started", ["CHAT_STARTED"]),
        ("webinar_attended", ["WEBINAR_ATTENDED"]),
        ("webinar_registered", ["WEBINAR_REGISTERED"]),
        ("video_watched", ["VIDEO_WATCHED"]),
        ("button_clicked", []),
    ],
)
def test_a_tracked_event_shows_what_a_rule_names(contact, run_jobs, name, types):
    with run_jobs():
        track(contact, name)

    assert types_of(contact) == types


def test_which_event_is_a_first_value_can_be_set(contact, run_jobs):
    set_rule(signal_type="TRIAL_ACTIVATED", trigger=Trigger.EVENT_TRACKED, values=["Report Built"])
    with run_jobs():
        track(contact, "report_built", "trial_activated")

    assert types_of(contact) == ["TRIAL_ACTIVATED"]


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        (lambda pk: MessageOpened(contact_id=pk, message_id=uuid4(), is_machine=False), ["EMAIL_OPEN"]),
        (lambda pk: MessageOpened(contact_id=pk, message_id=uuid4(), is_machine=True), []),
        (
            lambda pk: MessageClicked(contact_id=pk, message_id=uuid4(), url="/", is_machine=False),
            ["EMAIL_CLICK"],
        ),
        (lambda pk: MessageClicked(contact_id=pk, message_id=uuid4(), url="/", is_machine=True), []),
        (lambda pk: MessageReplied(contact_id=pk, message_id=uuid4()), ["EMAIL_REPLY"]),
    ],
)
def test_what_people_do_with_messages_shows_intent_and_what_machines_do_does_not(
    contact, run_jobs, event, shown
):
    with run_jobs():
        publish(event(contact.pk))

    assert types_of(contact) == shown


@pytest.mark.parametrize(("referrer", "shown"), [("Ann of Initech", ["REFERRAL_RECEIVED"]), ("", [])])
def test_who_was_referred_shows_it_once(contact, run_jobs, referrer, shown):
    Contact.objects.filter(pk=contact.pk).update(referrer=referrer)
    for _ in range(2):
        with run_jobs():
            publish(ContactCreated(contact_id=contact.pk, source="import"))

    assert types_of(contact) == shown
    assert counts() == dict.fromkeys(shown, 1)


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"replaced_fields": ["title", "company"]}, ["JOB_CHANGE"]),
        ({"replaced_fields": ["phone"]}, []),
        ({"added_technologies": ["salesforce", "jQuery"]}, ["TECH_INSTALL"]),
        ({"removed_technologies": ["HubSpot"]}, ["TECH_REMOVED"]),
        ({"added_technologies": ["jQuery"], "removed_technologies": ["jQuery"]}, []),
    ],
)
def test_enrichment_shows_new_jobs_and_moves_of_watched_technologies(contact, run_jobs, facts, shown):
    with run_jobs():
        publish(enriched(contact, **facts))

    assert types_of(contact) == shown


def test_a_rule_that_is_switched_off_detects_nothing(contact, run_jobs):
    DetectionRule.objects.filter(signal_type="PRICING_PAGE").update(enabled=False)
    with run_jobs():
        visited(contact, "/pricing")

    assert types_of(contact) == ["WEBSITE_VISIT"]


@pytest.mark.parametrize(
    ("daily_before", "today", "shown"),
    [(4, 12, True), (4, 11, False), (1, 2, False), (1, 3, True), (0, 50, False)],
)
def test_three_times_the_usual_number_of_events_is_a_spike(
    contact, run_jobs, time_machine, daily_before, today, shown
):
    time_machine.move_to(datetime(2026, 3, 20, 15, tzinfo=UTC), tick=False)
    TrackedEvent.objects.bulk_create(
        TrackedEvent(contact=contact, name="used", occurred_at=now() - timedelta(days=day + 1))
        for day in range(14)
        for _ in range(daily_before)
    )
    with run_jobs():
        track(contact, *["used"] * today)

    assert types_of(contact) == ["PRODUCT_USAGE_SPIKE"] * shown


def test_rules_that_nobody_changed_get_the_new_parts_of_paths_and_others_stay(acme):
    pages = DetectionRule.objects.filter(trigger="page_visited")
    today = dict(pages.values_list("signal_type", "values"))
    pages.filter(signal_type="PRICING_PAGE").update(values=["/pricing"])
    pages.filter(signal_type="COMPARISON_PAGE").update(
        values=["/compare", "/vs", "/comparison", "/alternatives"]
    )
    pages.filter(signal_type="DEMO_REQUEST").update(values=["/demo", "/tour"])

    import_module("scoring.migrations.0005_known_and_paths").widen(apps, None)

    assert dict(pages.values_list("signal_type", "values")) == today | {"DEMO_REQUEST": ["/demo", "/tour"]}


def test_the_floor_of_a_spike_is_the_organizations(contact, run_jobs, time_machine):
    time_machine.move_to(datetime(2026, 3, 20, 15, tzinfo=UTC), tick=False)
    set_rule(signal_type="PRODUCT_USAGE_SPIKE", trigger=Trigger.USAGE_SPIKE, values=["6"])
    TrackedEvent.objects.create(contact=contact, name="used", occurred_at=now() - timedelta(days=1))

    with run_jobs():
        track(contact, *["used"] * 5)
    assert types_of(contact) == []

    with run_jobs():
        track(contact, "used")
    assert types_of(contact) == ["PRODUCT_USAGE_SPIKE"]


def test_a_day_has_one_spike(contact, run_jobs, time_machine):
    time_machine.move_to(datetime(2026, 3, 20, 9, tzinfo=UTC), tick=False)
    TrackedEvent.objects.create(contact=contact, name="used", occurred_at=now() - timedelta(days=1))
    for _ in range(3):
        time_machine.shift(timedelta(hours=3))
        with run_jobs():
            track(contact, *["used"] * 20)

    assert counts() == {"PRODUCT_USAGE_SPIKE": 1}


def test_a_visit_found_to_be_a_bots_is_taken_back_and_scored_again(contact, run_jobs):
    with run_jobs():
        first, _ = visited(contact, "/pricing"), visited(contact, "/pricing")
    Visit.objects.filter(pk=first.pk).update(is_bot=True)
    for _ in range(2):
        with run_jobs():
            tell_of(Visit.objects.get(pk=first.pk))
    assert counts() == {"PRICING_PAGE": 1}

    Visit.objects.update(is_bot=True)
    with run_jobs():
        for visit in Visit.objects.all():
            tell_of(visit)
    assert counts() == {}
    assert LeadScore.objects.get().intent == 0


def test_a_visit_found_to_be_a_persons_counts_at_its_own_time(contact, run_jobs):
    visit = Visit.objects.create(
        contact=contact, url="/pricing", is_bot=True, occurred_at=now() - timedelta(hours=36)
    )
    with run_jobs():
        tell_of(visit)
    assert counts() == {}

    Visit.objects.update(is_bot=False)
    for _ in range(2):
        with run_jobs():
            tell_of(Visit.objects.get())
    signal = IntentSignal.objects.get()
    assert (signal.type_id, signal.count, signal.detected_at) == ("PRICING_PAGE", 1, visit.occurred_at)
    assert 9 < LeadScore.objects.get().intent < 11  # half of the 20 points


def test_telling_the_whole_story_again_leaves_the_last_verdict(contact, run_jobs):
    with run_jobs():
        visit = visited(contact, "/pricing")
    for is_bot in (True, False):
        Visit.objects.update(is_bot=is_bot)
        with run_jobs():
            tell_of(Visit.objects.get(pk=visit.pk))
    with run_jobs():
        replay()

    assert counts() == {"PRICING_PAGE": 1}


def test_a_tracked_event_of_a_bot_is_taken_back(contact, run_jobs):
    with run_jobs():
        (row,) = track(contact, "chat_started")
    TrackedEvent.objects.update(is_bot=True)
    with run_jobs():
        publish(EventTracked(contact_id=contact.pk, event_id=row.pk, name=row.name, is_bot=True))

    assert counts() == {}
    assert LeadScore.objects.get().intent_score == 0


def test_spam_and_downloads_of_bots_are_taken_back_and_given_back(contact, run_jobs):
    form = {"contact_id": contact.pk, "form_type": "demo", "fields": {}, "submission_id": uuid4()}
    asset = {"contact_id": contact.pk, "asset_id": uuid4(), "download_id": uuid4()}
    seen = []
    for refused in (False, True, False):
        with run_jobs():
            publish(FormSubmitted(**form, is_spam=refused))
            publish(AssetDownloaded(**asset, is_bot=refused))
        seen.append(types_of(contact))

    assert seen == [["CONTENT_DOWNLOAD", "DEMO_REQUEST"], [], ["CONTENT_DOWNLOAD", "DEMO_REQUEST"]]


def test_only_the_named_evidence_of_the_named_contact_is_taken_back(contact):
    other = Contact.objects.create(first_name="Other")
    for each in (contact, other):
        make_signal(each, "PRICING_PAGE", evidence=["a", "b"], count=2)

    assert withdraw_evidence(evidence=[(contact.pk, "a"), (other.pk, "c")]) == {contact.pk}
    rows = IntentSignal.objects.values_list("contact_id", "count", "evidence")
    assert set(map(str, rows)) == {str((contact.pk, 1, ["b"])), str((other.pk, 2, ["a", "b"]))}


def test_what_has_faded_before_it_became_known_is_kept_and_not_told(contact, run_jobs, facts_of):
    with run_jobs():
        visited(contact, "/pricing", ago=timedelta(days=30))

    assert types_of(contact) == ["PRICING_PAGE"]
    assert facts_of(IntentSignalDetected) == []


def test_detecting_in_many_visits_takes_as_many_queries_as_in_one(contact, run_jobs):
    with run_jobs():
        visits = [visited(contact, f"/pricing/{number}") for number in range(20)]
    IntentSignal.objects.all().delete()
    with CaptureQueriesContext(connection) as one:
        detect_in_visits(visit_ids=[visits[0].pk])
    IntentSignal.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        detect_in_visits(visit_ids=[visit.pk for visit in visits])

    assert len(many) == len(one)


def test_signals_are_deleted_long_after_they_were_over(contact):
    at = now()
    kept = make_signal(contact, "PRICING_PAGE", detected_at=at - timedelta(days=402))  # over for 399 days
    for hours in range(3):
        make_signal(contact, "PRICING_PAGE", detected_at=at - timedelta(days=403, hours=hours))
    endless = make_signal(contact, "PRICING_PAGE", detected_at=at - timedelta(days=900), expires_at=None)

    assert delete_old_signals(now=at, chunk=2) == 3
    assert set(IntentSignal.objects.all()) == {kept, endless}
