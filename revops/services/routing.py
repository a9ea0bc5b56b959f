"""Leads get an owner, each for a reason that is kept; and a decision can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from mauntic.broker.cause import current_cause
from mauntic.crm.models import Contact
from mauntic.crm.services import assign_owners
from mauntic.kernel import clock
from mauntic.kernel.errors import NotAllowed, NotFound
from mauntic.kernel.rows import insert_rows, update_rows
from revops.domain.routing import Candidate, Decision, Rule
from revops.models import RoutingDecision, RoutingSettings, RuleTarget, Trigger
from revops.selectors.routing_desk import LEAD_FIELDS, lead_of, router_for
from revops.selectors.routing_rules import first_that_applies, routing_settings, rules_in_force
from revops.services.routing_lock import lock_routing
from revops.services.routing_telling import tell_new_owners

# Who asks for these expects an answer; the others say nothing while nothing is set up.
ASKED = (Trigger.MANUAL, Trigger.API, Trigger.COMMAND)
LONGEST_REASON = 300


@transaction.atomic
def route_contacts(
    *,
    contact_ids: Sequence[UUID],
    trigger: Trigger,
    by: User | None = None,
    anew: bool = False,
    now: datetime | None = None,
) -> list[RoutingDecision]:
    """Decide who gets these leads, in the order of their ids, and give them; the decisions.

    A lead that has an owner is left alone unless it is routed `anew`, and so is one for which the same event
    was answered before. Where nobody can take a lead its owner stays, except for one who has left. While no
    rule is on and nobody gets what is left over, only who asks is answered; what is tried again in vain is
    not told twice. `NotAllowed` when one of the leads is somebody else's, and not for `by` to route.

    In one transaction: the owners with `ContactUpdated`, the credits of the rules, and the decisions.
    """
    lock_routing()
    at = now or clock.now()
    settings, rules = routing_settings(), rules_in_force()
    if not (rules or settings.fallback_id or trigger in ASKED):
        return []
    contacts = _contacts(contact_ids, rules, at, anew=anew)
    if by is not None:
        _require_theirs(contacts, by)
    decisions = _decide(contacts, rules, settings, at)
    if trigger == Trigger.RETRY:
        decisions = [decision for decision in decisions if decision.rep]
    rows = [_row(decision, trigger, by, at) for decision in decisions]
    _give(rows)
    used = {decision.rule.id: decision.rule for decision in decisions if decision.rule}
    targets = [target for rule in used.values() for target in rule.targets]
    update_rows(
        RuleTarget.objects, [RuleTarget(pk=each.id, credit=each.credit) for each in targets], ["credit"]
    )
    insert_rows(RoutingDecision.objects, rows)
    return rows


def route_new(*, contact_ids: Sequence[UUID]) -> None:
    """Route leads that are new, where the organization does so."""
    if routing_settings().routes_new_leads:
        route_contacts(contact_ids=contact_ids, trigger=Trigger.CREATED)


def route_risen(*, scores: Mapping[UUID, Decimal]) -> None:
    """Route leads of nobody that have risen to these scores, where that is enough for the organization."""
    least = routing_settings().routes_from_score
    if least is None:
        return
    if ids := [contact_id for contact_id, score in scores.items() if score >= least]:
        route_contacts(contact_ids=ids, trigger=Trigger.THRESHOLD)


def route_contact(*, contact_id: UUID, trigger: Trigger, by: User) -> RoutingDecision:
    """Route one lead because a person asked for it; `NotFound` when there is none."""
    decisions = route_contacts(contact_ids=[contact_id], trigger=trigger, by=by, anew=True)
    if not decisions:
        raise NotFound("There is no such lead.")
    return decisions[0]


def _contacts(ids: Sequence[UUID], rules: Sequence[Rule], at: datetime, *, anew: bool) -> list[Contact]:
    """The leads that are to be routed, held, each with the place of the first rule that applies."""
    rows = Contact.objects.filter(pk__in=list(ids)).select_related("company").only(*LEAD_FIELDS)
    if not anew:
        rows = rows.filter(owner=None)
    if (cause := _cause()).startswith("event:"):
        answered = RoutingDecision.objects.filter(contact__in=list(ids), cause=cause)
        rows = rows.exclude(pk__in=answered.values("contact"))
    rows = rows.annotate(rule_place=first_that_applies(rules, at))
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _require_theirs(contacts: Sequence[Contact], by: User) -> None:
    owned = [contact.pk for contact in contacts if contact.owner_id]
    if Contact.objects.filter(owned_by_visible(by), pk__in=owned).count() < len(owned):
        raise NotAllowed("This lead is somebody else's. Ask its owner, or a manager, to have it routed anew.")


def _decide(
    contacts: Sequence[Contact], rules: Sequence[Rule], settings: RoutingSettings, at: datetime
) -> list[Decision]:
    places = [getattr(contact, "rule_place", None) for contact in contacts]
    firsts = [None if place is None else rules[place] for place in places]
    leads = [lead_of(contact) for contact in contacts]
    used = {rule.id: rule for rule in firsts if rule}
    router = router_for(leads, used.values(), settings, since=at)
    return [router.decide(lead, rule, at) for lead, rule in zip(leads, firsts, strict=True)]


def _row(decision: Decision, trigger: Trigger, by: User | None, at: datetime) -> RoutingDecision:
    return RoutingDecision(
        contact_id=decision.lead.id,
        rule_id=decision.rule.id if decision.rule else None,
        rule_name=decision.rule.name if decision.rule else "",
        strategy=decision.strategy,
        rep_id=decision.rep,
        previous_owner_id=decision.lead.owner,
        reason=decision.reason[:LONGEST_REASON],
        candidates=[_told(candidate) for candidate in decision.candidates],
        trigger=trigger,
        cause=_cause(),
        by=by,
        decided_at=at,
    )


def _cause() -> str:
    """What the decisions are because of, such as `event:` and its id; empty where nobody said."""
    cause = current_cause()
    return f"{cause.kind}:{cause.id}" if cause else ""


def _told(candidate: Candidate) -> Mapping[str, Any]:
    said = asdict(candidate)
    return {"repId": str(said.pop("rep")), **said}


def _give(rows: Sequence[RoutingDecision]) -> None:
    """Write the owners; who has left loses a lead even if nobody takes it."""
    moved = [row for row in rows if row.rep_id is not None or row.trigger == Trigger.LEFT]
    assign_owners(owners={row.contact_id: row.rep_id for row in moved})
    tell_new_owners(moved)
