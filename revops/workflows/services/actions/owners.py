"""Assign an owner: one of some people by turns, without those who are away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from mauntic.automation.selectors.turns import times_done
from mauntic.crm.contacts.services.owners import assign_owners
from mauntic.kernel.translation import gettext as _
from revops.deals.services.create import change_deals
from revops.routing.domain.decisions import Load
from revops.routing.domain.eligibility import hindrance
from revops.routing.selectors.people import reps_of
from revops.workflows.services.actions.common import answer, one


def plan_owner(calls: Sequence[Call], settings: Mapping[str, Any]) -> Mapping[UUID, Planned]:
    """Return who gets each record. Nobody does, with the reason, if all are away."""
    people = sorted(settings["people"], key=lambda person: (str(person), person.pk))
    free, why = _available(people, calls[0].at)
    if not free:
        return {call.run_id: Planned({}, why) for call in calls}
    turn = times_done(calls[0].definition_id, "assign_owner")
    chosen = {call.run_id: free[(turn + number) % len(free)] for number, call in enumerate(calls)}
    return {pk: Planned({"owner": str(person.pk), "name": str(person)}) for pk, person in chosen.items()}


def _available(people: Sequence[User], at: datetime) -> tuple[list[User], str]:
    reps = reps_of([person.pk for person in people], since=at, use_hours=False)
    reasons = {person.pk: hindrance(reps[person.pk], Load(), at) for person in people}
    said = [
        _("{name} {reason}").format(name=person, reason=reasons[person.pk])
        for person in people
        if reasons[person.pk]
    ]
    return [person for person in people if not reasons[person.pk]], "; ".join(said) + "."


def give_deal(
    calls: Sequence[Call], _settings: Mapping[str, Any], planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Assign a deal to its new owner."""
    call, plan = one(calls, planned)
    change_deals(deal_ids=[call.subject_id], changes={"owner": UUID(plan.inputs["owner"])}, by=call.by)
    return answer(call, _done(plan))


def give_leads(
    calls: Sequence[Call], _settings: Mapping[str, Any], planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Assign leads to their new owners, in a set."""
    owners = {call.subject_id: UUID(planned[call.run_id].inputs["owner"]) for call in calls}
    assign_owners(owners=owners, by=calls[0].by)
    return {call.run_id: _done(planned[call.run_id]) for call in calls}


def _done(plan: Planned) -> Done:
    return Done({"owner": plan.inputs["owner"], "name": plan.inputs["name"]})
