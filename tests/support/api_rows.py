"""What the API's endpoints can be called with: a row of each kind, in Acme."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lead_intelligence.enrichment.services import batches
from lead_intelligence.provenance.services import reversals
from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Kind, Run, RunState
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from mauntic.crm.models import Segment
from mauntic.delivery.models import Reason, Suppression
from mauntic.kernel.clock import now
from scoring.alerts.models import SignalAlert
from scoring.scores.services.rescoring import rescore
from tests.factories.agents import make_agent_run
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MessageFactory
from tests.factories.fields import define
from tests.factories.lead_intelligence import make_job, make_write
from tests.factories.revops import DealFactory
from tests.factories.scoring import make_signal
from tests.factories.sequences import make_sequence

ROOT = "/api/v1"
TASK = {"subject": "Call", "type": "task", "due_days": 1}
IN_API = {"action": "create_task", "settings": {"subject": "Call", "type": "task", "dueDays": 1}}


@dataclass
class Rows:
    """The ids by the names that paths have for them."""

    contact: Any
    ids: dict[str, str] = field(default_factory=dict)


def make_rows(by: User) -> Rows:
    """A lead of `by` with a company, deal, alert, batch, score and a value taken back; a sequence."""
    contact = ContactFactory(first_name="Ada", email="ada@engines.example", title="CEO", owner=by)
    deal = DealFactory(contact=contact, company=contact.company, owner=by)
    job = make_job(contact)
    make_write(contact, "apollo", job=job)
    taken = reversals.revert(contact_id=contact.pk, field="title", by=by)
    batch = batches.request_batch(contact_ids=[contact.pk], label="A batch", fields=None, requested_by=by)
    rescore(contact_ids=[contact.pk])
    ids = {
        "contactId": contact.pk,
        "companyId": contact.company_id,
        "dealId": deal.pk,
        "alertId": _alert(contact).pk,
        "batchId": batch.pk,
        "reversalId": taken.reversal.pk,
        "sequenceId": make_sequence(by).pk,
        "agentRunId": make_agent_run(contact=contact).pk,
        "messageId": (message := MessageFactory(contact=contact)).pk,
        "mailboxId": message.mailbox_id,
        "workflowId": _automation(Kind.WORKFLOW, "deal_created", by).pk,
        "journeyId": _journey(by, contact).pk,
        "fieldId": define("Contract")[0].pk,
        "segmentId": Segment.objects.create(name="Guests", kind="by_hand").pk,
        "suppressionId": Suppression.objects.create(digest="none", reason=Reason.MANUAL).pk,
    }
    return Rows(contact, {name: str(pk) for name, pk in ids.items()})


def _automation(kind: Kind, trigger: str, by: User) -> Definition:
    """A workflow or journey that is on and creates a task."""
    steps = [{"action": "create_task", "settings": TASK}]
    made = save_definition(kind=kind, draft=Draft(name="Tasks", trigger=trigger, steps=steps), by=by)
    return turn_on(definition_id=made.pk, by=by)


def _journey(by: User, contact: Any) -> Definition:
    """A journey of two versions; the lead waits in the first one."""
    journey = _automation(Kind.JOURNEY, "manual", by)
    run = {"subject_kind": "contact", "subject_id": contact.pk, "cause_key": "1", "origin": "person"}
    first = journey.current
    step = first.steps[0]["id"] if first else ""
    Run.objects.create(definition=journey, version=first, state=RunState.WAITING, step=step, **run)
    steps = [{"action": "wait", "settings": {"days": 1}}, {"action": "create_task", "settings": TASK}]
    draft = Draft(name=journey.name, trigger="manual", steps=steps)
    return save_definition(kind=Kind.JOURNEY, draft=draft, by=by, definition_id=journey.pk)


def _alert(contact: Any) -> SignalAlert:
    signal, at = make_signal(contact, "DEMO_REQUEST"), now()
    return SignalAlert.objects.create(
        contact=contact,
        signal=signal,
        type=signal.type,
        priority="critical",
        detected_at=at,
        deadline=at + timedelta(hours=1),
    )


def posts(rows: Rows) -> dict[str, Any]:
    """A body for each POST of the API, by its path in the document; a file for the one that takes one."""
    contact, other = rows.ids["contactId"], str(ContactFactory().pk)
    factor = {"category": "data_quality", "factor": "has_email", "weight": 5, "enabled": True}
    file = SimpleUploadedFile("leads.csv", b"Email\ngrace@engines.example\n", "text/csv")
    bodies: dict[str, Any] = {
        "/crm/contacts": {"firstName": "Grace"},
        "/crm/companies": {"name": "Harvard"},
        "/crm/imports": {"file": file},
        "/crm/custom-fields": {"owner": "contact", "kind": "date", "label": "Renewal"},
        "/crm/custom-fields/{fieldId}/restore": {},
        "/crm/segments": {
            "name": "CEOs",
            "conditions": {"field": "contact.title", "operator": "equals", "value": "CEO"},
        },
        "/crm/segments/{segmentId}/members": {"add": [contact]},
        "/delivery/suppressions": {"email": "bo@client.example", "reason": "asked"},
        "/lead-intelligence/contacts/enrich/batch": {"contactIds": [contact]},
        "/lead-intelligence/batches/{batchId}/cancel": {},
        "/lead-intelligence/contacts/{contactId}/enrich": {},
        "/lead-intelligence/contacts/{contactId}/revert": {"field": "title"},
        "/lead-intelligence/reversals/{reversalId}/undo": {},
        "/revops/leads/route": {"contactId": other},
        "/revops/deals": {"contactId": contact, "name": "A deal"},
        "/revops/activities": {"type": "note", "contactId": contact, "notes": "Called"},
        "/revops/prospects/{contactId}/qualify": {},
        "/revops/research": {"contactId": contact, "type": "company"},
        "/revops/agents/research/run": {"contactIds": [contact, other]},
        "/revops/agents/coach/review": {"draft": "Hi Ada, can we talk?"},
        "/revops/agents/email-copilot/draft": {"contactId": contact, "goal": "Ask for a call"},
        "/revops/agents/sdr/qualify": {"contactIds": [contact]},
        "/revops/sequences": {"name": "Trial", "steps": [{"type": "wait", "delayDays": 1}]},
        "/revops/sequences/{sequenceId}/enroll": {"contactId": other},
        "/revops/workflows": {"name": "New deals", "trigger": "deal_created", "actions": [IN_API]},
        "/journeys": {"name": "Welcome", "trigger": "manual", "steps": [IN_API]},
        "/journeys/{journeyId}/publish": {},
        "/journeys/{journeyId}/enroll": {"contactIds": [other]},
        "/journeys/{journeyId}/leave": {"contactIds": [other]},
        "/journeys/{journeyId}/move": {},
        "/journeys/{journeyId}/pause": {},
        "/scoring/scoring/recalculate": {"contactId": contact},
        "/scoring/scoring/config/preview": {"configs": [factor]},
        "/scoring/signals/alerts/{alertId}/acknowledge": {},
        "/scoring/signals": {"contactId": contact, "signalType": "FUNDING_ROUND", "source": "feed"},
        # The last one: it deletes the contact of the others.
        "/crm/contacts/{contactId}/erase": {},
    }
    return {f"{ROOT}{path}": body for path, body in bodies.items()}
