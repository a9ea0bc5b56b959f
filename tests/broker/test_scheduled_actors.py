"""Every job that the clock starts: it does its work, over a base with every odd row, and once only."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
import time_machine
from django import forms
from django.core import mail
from django.db.models import QuerySet

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.spending.models import Budget
from lead_intelligence.vendors.models import ProviderHealth
from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Run, Version
from mauntic.automation.registry.triggers import Crossing, Trigger, register_trigger
from mauntic.broker import schedules
from mauntic.broker.sending import enqueue_at_once, enqueue_named
from mauntic.crm.models import Contact, Import, Segment
from mauntic.delivery.models import Mailbox, Message, Reply, SendingDomain, Touch
from mauntic.events.models import Delivery
from mauntic.journeys.models import Move
from mauntic.kernel.ids import first_id_of, new_id
from mauntic.notifications.models import Notification
from mauntic.sandbox.server import Sandbox
from mauntic.tracking.models import RejectedMessage, Visit
from revops.activities.models import Activity
from revops.agents.approvals.models import Proposal
from revops.agents.llm.models.runs import AgentRun
from revops.agents.research.models.jobs import ResearchJob, ResearchPage
from revops.agents.sdr.models import SdrDecision, SdrReply, SdrSettings
from revops.deal_imports.models import DealImport
from revops.deals.models.runs import DealRun
from revops.forecast.models import ForecastSnapshot
from revops.health.models import DealHealth
from revops.prospects.models import Prospect, QualificationRun
from revops.routing.models import RoutingDecision, RuleTarget
from revops.sequences.domain.steps import StepDraft
from revops.sms.models import Text
from scoring.alerts.models import SignalAlert
from scoring.jobs import RESCORE_STALE
from scoring.learning.models import ShadowScore
from scoring.recalculation.models import Recalculation
from scoring.scores.models import LeadScore
from scoring.signals.models import IntentSignal
from tests.factories.agents import make_agent_run
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory, ReplyFactory
from tests.factories.lead_intelligence import connect_vendor
from tests.factories.odd_rows import AGES, make_odd_base
from tests.factories.proposals import make_recommended, propose_answer
from tests.factories.research import make_page
from tests.factories.routing import make_rep
from tests.factories.sequences import make_enrollment, make_sequence
from tests.factories.sms import connect_sms, make_text

DAY = timedelta(days=1)
# After six in the morning, when forecasts are kept. A noon that has passed at whatever hour the test runs:
# ids carry the time of the machine, and jobs look for ids that are younger than a moment ago.
TODAY = datetime.now(UTC).replace(hour=12) - DAY
ACTORS = sorted(schedules._declared)


def make_nothing(_sandbox: Sandbox) -> None:
    """The odd base has what the job works on."""


class Effect(NamedTuple):
    """What is seen of a job's work, `before` it and `after` it; `make` adds what the odd base lacks."""

    seen: Callable[[], Any]
    before: Any
    after: Any
    make: Callable[[Sandbox], None] = make_nothing


def counted(rows: QuerySet[Any], *fields: str) -> dict[Any, int]:
    """How many rows have each value."""
    return dict(Counter(rows.values_list(*fields, flat=len(fields) == 1)))


def make_answers(_sandbox: Sandbox) -> None:
    for days in (1, 8, 400):
        CacheEntry.objects.create(
            subject=f"{days}",
            field="email",
            provider="hunter",
            value="a@odd.example",
            confidence=0.9,
            fetched_at=TODAY - days * DAY,
        )


def make_spending(_sandbox: Sandbox) -> None:
    User.objects.create_user("admin@acme.example", "a password", role="admin")
    Budget.objects.create(period="day", starts_on=TODAY.date(), limit=Decimal(10), spent=Decimal(9))


def make_hot(_sandbox: Sandbox) -> None:
    Contact.objects.create(email="hot@odd.example", lead_score=90, last_enriched_at=TODAY - 400 * DAY)


def make_reader_that_died(_sandbox: Sandbox) -> None:
    DealImport.objects.create(file="deal-imports/gone.csv", status="reading", progressed_at=TODAY - DAY)


def make_run_whose_worker_died(_sandbox: Sandbox) -> None:
    DealRun.objects.create(
        by=make_rep("Bulk"),
        kind="move",
        value="demo",
        deal_ids=[new_id()],
        total=1,
        progressed_at=TODAY - DAY,
    )


def make_move_whose_worker_died(_sandbox: Sandbox) -> None:
    definition = Definition.objects.create(kind="journey", name="Welcome", state="on")
    definition.current = Version.objects.create(
        definition=definition, number=1, trigger="manual", conditions={"all": []}
    )
    definition.save()
    Move.objects.create(definition=definition, version=definition.current, total=0, progressed_at=TODAY - DAY)


def make_qualification_whose_worker_died(_sandbox: Sandbox) -> None:
    QualificationRun.objects.create(total=3, progressed_at=TODAY - DAY)


def make_research_whose_worker_died(_sandbox: Sandbox) -> None:
    company = CompanyFactory(domain="research.example")
    ResearchJob.objects.create(
        type="company", company=company, state="running", slot=1, attempt=1, progressed_at=TODAY - DAY
    )


def make_pages_of_research(_sandbox: Sandbox) -> None:
    job = ResearchJob.objects.create(type="company", company=CompanyFactory())
    for position, days in enumerate((89, 91)):
        make_page(job, position=position, url=f"{days} days ago", fetched_at=TODAY - days * DAY)


def make_taker(_sandbox: Sandbox) -> None:
    RuleTarget.objects.create(rule_id=RuleTarget.objects.get().rule_id, rep=make_rep("Tia"), position=1)


def make_reminder(_sandbox: Sandbox) -> None:
    Activity.objects.create(
        type="task", subject="Odd", owner=make_rep("Remi"), due_at=TODAY, remind_at=TODAY - DAY
    )


def make_deleted_activities(_sandbox: Sandbox) -> None:
    for days in (29, 31):
        deleted_at = TODAY - timedelta(days=days)
        Activity.objects.create(type="task", subject=f"{days} days ago", deleted_at=deleted_at)


def make_due_call(_sandbox: Sandbox) -> None:
    sequence = make_sequence(make_rep("Cal"), (StepDraft(type="phone_call"),))
    make_enrollment(sequence, make_rep("Mia"), first_name="Odd", last_name="One")


def make_lost_message(_sandbox: Sandbox) -> None:
    long_ago = TODAY - DAY
    MessageFactory(state="claimed", claimed_at=long_ago, handed_at=long_ago)


def make_waiting_text(sandbox: Sandbox) -> None:
    connect_sms(sandbox)
    make_text(ContactFactory(), leaves_until=TODAY + timedelta(hours=1))


def make_call_whose_worker_died(_sandbox: Sandbox) -> None:
    make_agent_run(outcome="running", started_at=TODAY - DAY)


def make_due_decision(_sandbox: Sandbox) -> None:
    lead = make_recommended()
    Prospect.objects.update(recommendation="skip")
    SdrSettings.objects.create(mode="copilot")
    SdrDecision.objects.create(contact=lead)


def make_due_reply(_sandbox: Sandbox) -> None:
    """One that no vendor reads, so that a person has to."""
    SdrSettings.objects.create(mode="copilot")
    SdrReply.objects.create(reply=ReplyFactory(text="Yes, please tell me more."))


def make_old_proposal(_sandbox: Sandbox) -> None:
    propose_answer()
    Proposal.objects.update(expires_at=TODAY - DAY)


def make_bounces(_sandbox: Sandbox) -> None:
    mailbox, contact = MailboxFactory(), ContactFactory()
    MessageFactory.create_batch(
        50, mailbox=mailbox, contact=contact, state="sent", claimed_at=TODAY, failure="hard"
    )


def make_opening(_sandbox: Sandbox) -> None:
    message = MessageFactory(state="sent", handed_at=TODAY - DAY)
    Touch.objects.create(message=message, at=TODAY - timedelta(minutes=1))


def make_run(_sandbox) -> None:
    """A run of a workflow whose wait is over."""
    definition = Definition.objects.create(kind="workflow", name="Wait", state="on", switched_at=TODAY - DAY)
    version = Version.objects.create(definition=definition, number=1, trigger="never")
    Run.objects.create(
        definition=definition,
        version=version,
        subject_kind="contact",
        subject_id=Contact.objects.first().pk,
        cause_key="1",
        origin="event",
        state="waiting",
        wait={"kind": "later"},
        due_at=TODAY - timedelta(minutes=1),
    )


def make_old_run(_sandbox) -> None:
    """A run that ended a year and two days ago."""
    definition = Definition.objects.create(kind="workflow", name="Old")
    version = Version.objects.create(definition=definition, number=1, trigger="never")
    for days in (1, 367):
        ended = TODAY - days * DAY
        Run.objects.create(
            id=first_id_of(ended - DAY),
            definition=definition,
            version=version,
            subject_kind="contact",
            subject_id=Contact.objects.first().pk,
            cause_key=f"{days} days ago",
            origin="event",
            state="completed",
            ended_at=ended,
        )


def make_lost_segment(_sandbox) -> None:
    """A segment whose worker was lost before it was built."""
    conditions = {"field": "contact.title", "operator": "equals", "value": "CEO"}
    Segment.objects.create(name="Bosses", kind="conditions", conditions=conditions)


def make_quiet_workflow(_sandbox) -> None:
    """A workflow that is on and waits for a time that no lead has reached."""
    register_trigger(
        Trigger(
            key="tests.quiet",
            label="Quiet",
            kinds=frozenset({"tests"}),
            subject="contact",
            form=forms.Form,
            sentence=lambda _settings: "quiet",
            sweep=lambda _settings, _after, _until: Crossing(Contact.objects.none(), "created_at"),
        )
    )
    definition = Definition.objects.create(kind="workflow", name="Quiet", state="on", switched_at=TODAY - DAY)
    definition.current = Version.objects.create(
        definition=definition, number=1, trigger="tests.quiet", conditions={"all": []}
    )
    definition.save()


EFFECTS = {
    "automation.purge": Effect(
        lambda: counted(Run.objects.order_by("pk"), "cause_key"),
        {"367 days ago": 1, "1 days ago": 1},
        {"1 days ago": 1},
        make=make_old_run,
    ),
    "automation.resume_due": Effect(
        lambda: counted(Run.objects, "state"), {"waiting": 1}, {"completed": 1}, make=make_run
    ),
    "automation.sweep": Effect(
        lambda: list(Definition.objects.filter(swept_at=None).values_list("name", flat=True)),
        ["Quiet"],
        [],
        make=make_quiet_workflow,
    ),
    "crm.restart_stalled_imports": Effect(
        lambda: counted(Import.objects, "status"),
        {"checking": 1, "running": 1, "reverting": 1},
        {"preview": 1, "completed": 1, "reverted": 1},
    ),
    "crm.sweep_segments": Effect(
        lambda: [(row.name, row.built_revision) for row in Segment.objects.all()],
        [("Bosses", 0)],
        [("Bosses", 1)],
        make=make_lost_segment,
    ),
    "delivery.send_due": Effect(
        lambda: counted(Message.objects, "state"),
        {"claimed": 1},
        {"unknown": 1},
        make=make_lost_message,
    ),
    "delivery.sync": Effect(
        lambda: counted(Mailbox.objects, "last_error"),
        {"": 1},
        {"127.0.0.1:1: [Errno 111] Connection refused": 1},
        make=lambda _sandbox: MailboxFactory(imap_port=1) and None,
    ),
    "delivery.check_rates": Effect(
        lambda: list(Mailbox.objects.values_list("state", flat=True)),
        ["active"],
        ["paused"],
        make=make_bounces,
    ),
    "delivery.look_up_domains": Effect(
        lambda: [row.found.spf.state.value for row in SendingDomain.objects.all()],
        [],
        ["unknown"],
        make=lambda _sandbox: MailboxFactory() and None,
    ),
    "delivery.count_touches": Effect(
        lambda: list(Message.objects.exclude(opened_at=None).values_list("subject", flat=True)),
        [],
        ["A question"],
        make=make_opening,
    ),
    "delivery.forget_raw": Effect(
        lambda: list(Reply.objects.values_list("raw", flat=True)),
        ["a mail"],
        [None],
        make=lambda _sandbox: ReplyFactory(raw="a mail", arrived_at=TODAY - 91 * DAY) and None,
    ),
    "events.redeliver_due": Effect(
        lambda: Delivery.objects.get(receiver="gone.receiver").due_at > TODAY, False, True
    ),
    "journeys.resume_moves": Effect(
        lambda: counted(Move.objects, "state"),
        {"running": 1},
        {"done": 1},
        make=make_move_whose_worker_died,
    ),
    "lead_intelligence.check_providers": Effect(
        lambda: list(ProviderHealth.objects.exclude(checked_at=None).values_list("pk", flat=True)),
        [],
        ["hunter"],
        make=lambda sandbox: connect_vendor(sandbox, "hunter") and None,
    ),
    "lead_intelligence.clean_cache": Effect(
        lambda: counted(CacheEntry.objects, "subject"),
        {"1": 1, "8": 1, "400": 1},
        {"1": 1},
        make=make_answers,
    ),
    "lead_intelligence.refresh_leads": Effect(
        lambda: counted(EnrichmentBatch.objects, "label"),
        {},
        {"Refresh of 1 leads older than 90 days": 1},
        make=make_hot,
    ),
    "lead_intelligence.refresh_quality": Effect(
        lambda: sorted(Contact.objects.exclude(data_quality_score=None).values_list("data_quality_score")),
        [],
        [(Decimal("0.150"),), (Decimal("0.217"),), (Decimal("0.500"),)],
    ),
    "lead_intelligence.resume_jobs": Effect(
        lambda: counted(EnrichmentJob.objects, "status"),
        {"running": 2, "failed": 2},
        {"exhausted": 2, "failed": 2},
    ),
    "lead_intelligence.watch_budgets": Effect(
        lambda: [message.subject for message in mail.outbox],
        [],
        ["[Acme] Daily budget for all vendors: 80% used"],
        make=make_spending,
    ),
    "notifications.resend_due_mails": Effect(
        lambda: (counted(Notification.objects, "mail"), [message.to for message in mail.outbox]),
        ({"waiting": 1}, []),
        ({"claimed": 1}, [["gone@acme.example"]]),
    ),
    "revops.assess_deals": Effect(DealHealth.objects.count, 0, 36),
    "revops.purge_deleted_activities": Effect(
        lambda: counted(Activity.everything.exclude(deleted_at=None), "subject"),
        {"29 days ago": 1, "31 days ago": 1},
        {"29 days ago": 1},
        make=make_deleted_activities,
    ),
    "revops.purge_research": Effect(
        lambda: counted(ResearchPage.objects, "url"),
        {"89 days ago": 1, "91 days ago": 1},
        {"89 days ago": 1},
        make=make_pages_of_research,
    ),
    "revops.remind_of_tasks": Effect(
        lambda: counted(Notification.objects.filter(kind="task"), "body"), {}, {"Odd": 1}, make=make_reminder
    ),
    "revops.reroute_leavers": Effect(
        lambda: (
            Contact.objects.filter(owner__is_active=False).count(),
            list(RoutingDecision.objects.filter(trigger="left").values_list("reason", flat=True)),
        ),
        (2, []),
        (1, ['Rule "Odd" matches, but none of its reps can take the lead.']),
    ),
    "revops.restart_stalled_reading": Effect(
        lambda: counted(DealImport.objects, "status"),
        {"reading": 1},
        {"failed": 1},
        make=make_reader_that_died,
    ),
    "revops.resume_deal_runs": Effect(
        lambda: counted(DealRun.objects, "kind", "done"),
        {("move", 0): 1},
        {("move", 1): 1},
        make=make_run_whose_worker_died,
    ),
    "revops.resume_qualification": Effect(
        lambda: counted(QualificationRun.objects, "state", "done"),
        {("running", 0): 1},
        {("done", 3): 1},
        make=make_qualification_whose_worker_died,
    ),
    "revops.resume_research": Effect(
        lambda: counted(ResearchJob.objects, "state", "attempt"),
        {("running", 1): 1},
        {("completed", 2): 1},
        make=make_research_whose_worker_died,
    ),
    "revops.retry_unrouted": Effect(
        lambda: Contact.objects.filter(owner__name="Tia").count(), 0, 1, make=make_taker
    ),
    "revops.run_sequences": Effect(
        lambda: counted(Activity.objects, "subject").get("Call Odd One (Outreach)", 0),
        0,
        1,
        make=make_due_call,
    ),
    "revops.send_texts": Effect(
        lambda: counted(Text.objects, "state"),
        {"waiting": 1},
        {"sent": 1},
        make=make_waiting_text,
    ),
    "revops.tend_agent_runs": Effect(
        lambda: counted(AgentRun.objects, "outcome"),
        {"running": 1},
        {"no_answer": 1},
        make=make_call_whose_worker_died,
    ),
    "revops.decide_leads": Effect(
        lambda: counted(SdrDecision.objects, "state", "action"),
        {("due", ""): 1},
        {("done", "nothing"): 1},
        make=make_due_decision,
    ),
    "revops.read_replies": Effect(
        lambda: counted(SdrReply.objects, "state", "needs_person"),
        {("due", False): 1},
        {("done", True): 1},
        make=make_due_reply,
    ),
    "revops.settle_proposals": Effect(
        lambda: counted(Proposal.objects, "status"),
        {"pending": 1},
        {"expired": 1},
        make=make_old_proposal,
    ),
    "revops.snapshot_forecast": Effect(
        lambda: counted(ForecastSnapshot.objects, "taken_on", "rep_id"), {}, {(TODAY.date(), None): 3}
    ),
    "scoring.delete_old_signals": Effect(
        lambda: IntentSignal.objects.filter(detected_at__lt=TODAY - 400 * DAY).count(), 2, 0
    ),
    "scoring.expire_alerts": Effect(
        lambda: (
            counted(SignalAlert.objects, "status", "escalated_to", "assignee__email"),
            SignalAlert.objects.exclude(snoozed_until=None).count(),
        ),
        ({("open", "", None): 2, ("open", "", "gone@acme.example"): 4}, 2),
        ({("escalated", "manager", None): 6}, 0),
    ),
    "scoring.rescore_stale": Effect(lambda: counted(LeadScore.objects, "grade"), {}, {"B": 2}),
    "scoring.resume_recalculation": Effect(
        lambda: counted(Recalculation.objects, "state", "done"), {("running", 0): 1}, {("done", 3): 1}
    ),
    "scoring.score_shadow": Effect(
        lambda: counted(ShadowScore.objects, "total"), {}, {Decimal(0): 2, Decimal(1): 1}
    ),
    "tracking.doubt_quick_visits": Effect(
        lambda: counted(Visit.objects, "is_bot", "bot_reason"),
        {(False, ""): 180, (True, ""): 15},
        {(True, "Opened many pages within a second"): 180, (True, ""): 15},
    ),
    "tracking.forget_rejected": Effect(
        lambda: counted(RejectedMessage.objects, "received_at"),
        {TODAY - age: 3 for age in AGES},
        {TODAY - age: 3 for age in AGES[:2]},
    ),
}


def test_of_every_scheduled_job_the_effect_is_known():
    assert sorted(EFFECTS) == ACTORS


@pytest.mark.parametrize("actor", ACTORS)
def test_a_scheduled_job_does_its_work_over_odd_rows_and_once_only(acme, sandbox, run_jobs, actor):
    effect = EFFECTS[actor]
    with time_machine.travel(TODAY):
        make_odd_base(TODAY)
        effect.make(sandbox)
        assert effect.seen() == effect.before
        for _ in range(2):
            with run_jobs():
                enqueue_named(actor)
            assert effect.seen() == effect.after


def test_scores_fade_with_time_over_odd_rows(acme, run_jobs):
    empty, _full = make_odd_base(TODAY)
    with time_machine.travel(TODAY), run_jobs():
        enqueue_at_once(RESCORE_STALE)
    before = LeadScore.objects.get(pk=empty.pk)

    with time_machine.travel(TODAY + timedelta(hours=20)), run_jobs():
        enqueue_at_once(RESCORE_STALE)

    after = LeadScore.objects.get(pk=empty.pk)
    assert 0 < after.intent_score < before.intent_score
