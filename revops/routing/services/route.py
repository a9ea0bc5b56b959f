"""Route leads to owners, and record each decision with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker.actor import SYSTEM, Actor, ActorKind
from mauntic.broker.cause import current_cause
from mauntic.crm.contacts.services.owners import assign_owners, require_access
from mauntic.crm.models import Contact
from mauntic.kernel import clock
from mauntic.kernel.db.rows import insert_rows, update_rows
from mauntic.kernel.errors import NotFound
from revops.routing.domain.decisions import Candidate, Decision, Rule
from revops.routing.models import RoutingDecision, RuleTarget, Trigger
from revops.routing.selectors.risen import Scores, contacts_to_route, decisions_about, risen_enough
from revops.routing.selectors.rules import routing_settings, rules_in_force
from revops.routing.services.lock import lock_routing
from revops.routing.services.notices import notify_new_owners

# These triggers expect an answer even if no rule is set up.
ASKED = (Trigger.MANUAL, Trigger.API, Trigger.COMMAND)
LONGEST_REASON = 300


@transaction.atomic
def route_contacts(
    *,
    contact_ids: Sequence[UUID],
    trigger: Trigger,
    by: User | None = None,
    reassign: bool = False,
    scores: Scores | None = None,
    now: datetime | None = None,
) -> list[RoutingDecision]:
    """Route leads, in the order of their ids, in one transaction.

    Leads that the same event routed before are skipped. If nobody can take a lead, its owner stays, unless
    the owner was deactivated. If no rule is on and there is no fallback, only requests of a person, the API
    or a command get decisions. Retries that fail again are not recorded.

    Args:
        reassign: also routes leads that have an owner.
        scores: new scores by contact, which conditions use instead of the stored ones.

    Returns: the decisions.

    Raises:
        NotAllowed: `by` cannot route one of the leads, because somebody else owns it.

    Publishes: `ContactUpdated` for each lead with a new owner.
    """
    lock_routing()
    at = now or clock.now()
    settings, rules = routing_settings(), rules_in_force()
    if not (rules or settings.fallback_id or trigger in ASKED):
        return []
    contacts = _contacts(contact_ids, rules, at, scores, reassign=reassign)
    if by is not None:
        require_access([contact.pk for contact in contacts], by)
    decisions = decisions_about(contacts, rules, settings, at)
    if trigger == Trigger.RETRY:
        decisions = [decision for decision in decisions if decision.rep]
    rows = [_row(decision, trigger, by, at) for decision in decisions]
    _assign(rows)
    used = {decision.rule.id: decision.rule for decision in decisions if decision.rule}
    targets = [target for rule in used.values() for target in rule.targets]
    update_rows(
        RuleTarget.objects, [RuleTarget(pk=each.id, credit=each.credit) for each in targets], ["credit"]
    )
    insert_rows(RoutingDecision.objects, rows)
    return rows


def route_new(*, contact_ids: Sequence[UUID]) -> None:
    """Route new leads if the organization has this turned on. See `route_contacts`.

    Args:
        contact_ids: the new leads.

    Publishes: `ContactUpdated` for each lead that got an owner.
    """
    if routing_settings().routes_new_leads:
        route_contacts(contact_ids=contact_ids, trigger=Trigger.CREATED)


def route_risen(*, scores: Mapping[UUID, Decimal]) -> None:
    """Route unassigned leads whose score has reached the organization's minimum. See `route_contacts`.

    Args:
        scores: the new scores (0-100) by contact.
    """
    if risen := risen_enough(scores, routing_settings()):
        route_contacts(contact_ids=list(risen), trigger=Trigger.THRESHOLD, scores=risen)


def route_contact(*, contact_id: UUID, trigger: Trigger, by: User) -> RoutingDecision:
    """Route one lead on request, even if it has an owner.

    Args:
        contact_id: the id of the lead.
        trigger: what the history shows as the cause.
        by: the acting user.

    Returns: the decision.

    Raises:
        NotFound: there is no such lead.
        NotAllowed: somebody else owns the lead.
    """
    decisions = route_contacts(contact_ids=[contact_id], trigger=trigger, by=by, reassign=True)
    if not decisions:
        raise NotFound(_("There is no such lead."))
    return decisions[0]


def _contacts(
    ids: Sequence[UUID], rules: Sequence[Rule], at: datetime, scores: Scores | None, *, reassign: bool
) -> list[Contact]:
    """Return the leads to route, locked, each with the position of the first matching rule."""
    rows = contacts_to_route(ids, rules, at, scores=scores)
    if not reassign:
        rows = rows.filter(owner=None)
    if (cause := _cause()).startswith("event:"):
        answered = RoutingDecision.objects.filter(contact__in=list(ids), cause=cause)
        rows = rows.exclude(pk__in=answered.values("contact"))
    return list(rows.select_for_update(of=("self",), no_key=True))


def _row(decision: Decision, trigger: Trigger, by: User | None, at: datetime) -> RoutingDecision:
    return RoutingDecision(
        contact_id=decision.lead.id,
        rule_id=decision.rule.id if decision.rule else None,
        rule_name=decision.rule.name if decision.rule else "",
        strategy=decision.strategy,
        rep_id=decision.rep,
        previous_owner_id=decision.lead.owner,
        reason=decision.reason[:LONGEST_REASON],
        candidates=[_as_json(candidate) for candidate in decision.candidates],
        trigger=trigger,
        cause=_cause(),
        by=by,
        decided_at=at,
    )


def _cause() -> str:
    """Return what caused the decisions, such as `event:` and its id; empty if unknown."""
    cause = current_cause()
    return f"{cause.kind}:{cause.id}" if cause else ""


def _as_json(candidate: Candidate) -> Mapping[str, Any]:
    values = asdict(candidate)
    return {"repId": str(values.pop("rep")), **values}


def _assign(rows: Sequence[RoutingDecision]) -> None:
    """Write the owners. Deactivated owners lose their leads even if nobody takes them."""
    moved = [row for row in rows if row.rep_id is not None or row.trigger == Trigger.LEFT]
    assign_owners(
        owners={row.contact_id: row.rep_id for row in moved},
        actors={row.contact_id: _actor(row) for row in moved},
    )
    notify_new_owners(moved)


def _actor(row: RoutingDecision) -> Actor:
    """Return who assigns: the rule that decided, else Mauntic."""
    return Actor(ActorKind.RULE, str(row.rule_id), row.rule_name) if row.rule_id else SYSTEM
