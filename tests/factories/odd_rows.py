"""A base with every odd row that years of use leave behind: strangers, gaps, dead ends and leavers."""

from datetime import datetime, timedelta
from decimal import Decimal

from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.accounts.models import Role, Team, User
from mauntic.crm.models import Company, Contact, Import, ImportRow, LifecycleStage
from mauntic.events.models import Delivery, StoredEvent
from mauntic.kernel.ids import new_id
from mauntic.notifications.models import Kind, MailState, Notification
from mauntic.tracking.models import (
    Asset,
    Download,
    FormSubmission,
    RejectedMessage,
    TrackedEvent,
    TrackingForm,
    Visit,
    Visitor,
)
from revops.activities.models import Activity
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal
from revops.routing.models import (
    DecidedBy,
    RoutingDecision,
    RoutingRule,
    RoutingSettings,
    RuleTarget,
    Trigger,
)
from scoring.alerts.models import SignalAlert
from scoring.learning.models import Outcome, OutcomeKind
from scoring.model.models import ModelState
from scoring.model.selectors.versions import version_in_force
from scoring.recalculation.models import Recalculation
from scoring.versions.services.factors import FactorSpec
from scoring.versions.services.publish import FactorChange, set_factors, store_version
from tests.factories.fields import define
from tests.factories.lead_intelligence import make_job, make_write
from tests.factories.scoring import make_signal

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Ages at which rows enter or leave the windows that scoring, tracking and clean-ups look at.
AGES = (timedelta(seconds=1), HOUR, 7 * DAY + HOUR, 30 * DAY + HOUR, 500 * DAY)


def make_odd_base(now: datetime) -> list[Contact]:
    """Fill the organization as of `now`; the contacts: one with nothing, and a leaver's with everything."""
    leaver = _leaver()
    contacts = [Contact.objects.create(), _full(leaver, now)]
    for age in AGES:
        _tracked(None, now - age)
        for contact in contacts:
            _tracked(contact, now - age)
    for contact in contacts:
        _signals(contact, leaver, now)
        _enrichment(contact, now)
    _sales(leaver, contacts, now)
    _jobs(leaver, now)
    _model(contacts, now)
    return contacts


def _leaver() -> User:
    """A person who can no longer sign in, in a team whose manager cannot either."""
    boss = User.objects.create_user("gone-boss@acme.example", "a password", role=Role.MANAGER)
    team = Team.objects.create(name="Gone", manager=boss)
    leaver = User.objects.create_user("gone@acme.example", "a password", role=Role.REP, team=team)
    User.objects.filter(pk__in=[boss.pk, leaver.pk]).update(is_active=False)
    return leaver


def _full(leaver: User, now: datetime) -> Contact:
    define("2024", "[]", owner="company", kind="number")
    define("true", kind="boolean")
    define("1.5", kind="date")
    company = Company.objects.create(name="Odd", custom_fields={"2024": 1, "null": None, "[]": [], "": ""})
    return Contact.objects.create(
        first_name="Full",
        email="full@odd.example",
        company=company,
        owner=leaver,
        lifecycle_stage=LifecycleStage.CUSTOMER,
        custom_fields={"true": True, "1.5": {"deep": [1]}},
        created_at=now - 30 * DAY,
        last_enriched_at=now - 400 * DAY,
    )


def _tracked(contact: Contact | None, at: datetime) -> None:
    """What a contact, or a stranger, did: too quick for people, as a bot, and as a spammer, too."""
    visitor = Visitor.objects.create(anonymous_id=f"visitor-{new_id()}", contact=contact)
    common = {"visitor": visitor, "contact": contact, "occurred_at": at}
    quick = {"url": "/", "user_agent": "Mozilla/5.0"}
    Visit.objects.bulk_create(Visit(**common, **quick) for _ in range(12))
    Visit.objects.create(**common, url="/pricing", is_bot=True)
    TrackedEvent.objects.create(**common, name="Trial Started")
    asset, _ = Asset.objects.get_or_create(
        slug="odd", defaults={"name": "Odd", "target_url": "https://a.example"}
    )
    Download.objects.create(**common, asset=asset)
    form, _ = TrackingForm.objects.get_or_create(slug="odd", defaults={"name": "Odd"})
    for verdict in FormSubmission.Verdict:
        FormSubmission.objects.create(
            form=form, contact=contact, visitor=visitor, fields={}, verdict=verdict, submitted_at=at
        )
    RejectedMessage.objects.create(reason="Unreadable", received_at=at)


def _signals(contact: Contact, leaver: User, now: datetime) -> None:
    """Signals of every age; alerts that run out, of nobody, of a leaver, snoozed by one."""
    for age in AGES:
        make_signal(contact, "PRICING_PAGE", detected_at=now - age)
    for assignee, snoozed in ((None, None), (leaver, None), (leaver, now + HOUR)):
        signal = make_signal(contact, "DEMO_REQUEST", detected_at=now - HOUR)
        SignalAlert.objects.create(
            contact=contact,
            signal=signal,
            type=signal.type,
            priority="critical",
            assignee=assignee,
            created_at=now - HOUR,
            detected_at=now - HOUR,
            deadline=now - HOUR / 2,
            snoozed_until=snoozed,
        )


def _enrichment(contact: Contact, now: datetime) -> None:
    """A job whose worker died, one that ended in nothing, values of a vendor that is gone."""
    make_job(contact, status="failed", reason="No vendor could be asked.")
    make_job(contact, status="running", lease_until=now - HOUR, field_requests=["phone"])
    make_write(contact, "gone-vendor", status=FieldWrite.Status.SUGGESTED)
    EnrichmentPolicy.objects.filter(pk=1).update(refresh_enabled=True)
    EnrichmentProvider.objects.filter(slug="hunter").update(enabled=True)


def _sales(leaver: User, contacts: list[Contact], now: datetime) -> None:
    """Deals and tasks of nobody, of a leaver, of no contact, closed and overdue; leads that nobody took."""
    for owner in (None, leaver):
        for contact in (None, *contacts):
            for stage in DealStage:
                is_closed = stage in (DealStage.CLOSED_WON, DealStage.CLOSED_LOST)
                deal = Deal.objects.create(
                    name="Odd",
                    contact=contact,
                    owner=owner,
                    stage=stage,
                    currency="JPY",
                    value=Decimal(0),
                    expected_close_on=None if owner else (now - 90 * DAY).date(),
                    closed_at=now - DAY if is_closed else None,
                )
            Activity.objects.create(type="task", deal=deal, contact=contact, owner=owner, due_at=now - DAY)
    Contact.objects.filter(pk=contacts[0].pk).update(owner=leaver)
    RoutingSettings.objects.create(fallback=leaver)
    RuleTarget.objects.create(rule=RoutingRule.objects.create(name="Odd", position=0), rep=leaver, position=0)
    unowned = Contact.objects.create(first_name="Unowned")
    for contact in (unowned, *contacts):
        RoutingDecision.objects.create(
            contact=contact, strategy=DecidedBy.NOBODY, trigger=Trigger.CREATED, reason="Nobody", rep=None
        )


def _jobs(leaver: User, now: datetime) -> None:
    """Imports whose worker died, a mail to a leaver, a delivery to a receiver that is gone."""
    for status in (Import.Status.CHECKING, Import.Status.RUNNING, Import.Status.REVERTING):
        job = Import.objects.create(file_name="odd.csv", status=status, total=1, progressed_at=now - DAY)
        verdict = {} if job.status == "checking" else {"verdict": ImportRow.Verdict.ERROR, "done_at": now}
        ImportRow.objects.create(job=job, number=1, values={}, **verdict)
    Notification.objects.create(
        user=leaver,
        kind=Kind.DEAL,
        title="Odd",
        dedupe_key="odd",
        mail=MailState.WAITING,
        created_at=now - DAY,
    )
    event = StoredEvent.objects.create(type="PageVisited", facts=[], fact_count=0, subject_ids=[])
    Delivery.objects.create(event=event, receiver="gone.receiver", due_at=now - DAY)


def _model(contacts: list[Contact], now: datetime) -> None:
    """A model that looks at moments and odd columns, one in the shadow, and a recalculation that died."""
    moments = {
        "any": [
            {"field": "activity.last_visit_at", "operator": "within_days", "value": 30},
            {"field": "contact.last_enriched_at", "operator": "before_days", "value": 90},
            {"field": "signals.count_7d", "operator": "at_least", "value": 1},
            {"field": "company.custom.2024", "operator": "is_set"},
        ]
    }
    own = FactorChange(
        category="fit", factor="odd", weight=Decimal(5), enabled=True, label="Odd", conditions=moments
    )
    set_factors(changes=[own])
    shadow = FactorSpec(key="has_email", category="fit", weight=Decimal(1))
    store_version(factors=[shadow], state=ModelState.SHADOW)
    Recalculation.objects.update(progressed_at=now - DAY)
    Outcome.objects.create(
        contact=contacts[0],
        kind=OutcomeKind.WON,
        happened_at=now,
        event="odd",
        shadow_version=version_in_force(),
    )
