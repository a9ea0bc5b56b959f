"""The people of runs: owners of records, and leads."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.automation.domain.outcomes import Call
from mauntic.automation.registry.subjects import subject_of
from mauntic.crm.models import Contact


def owners_of(calls: Sequence[Call]) -> Mapping[UUID, User]:
    """Return the active owner of the record of each run that has one, by run. Two queries."""
    if not calls:
        return {}
    rows: Any = subject_of(calls[0].subject_kind).rows()
    of_records = dict(
        rows.filter(pk__in={call.subject_id for call in calls}).order_by().values_list("pk", "owner")
    )
    people = User.objects.filter(is_active=True).in_bulk([pk for pk in of_records.values() if pk])
    found = {call.run_id: people.get(of_records.get(call.subject_id)) for call in calls}
    return {run_id: user for run_id, user in found.items() if user}


def leads_of(calls: Sequence[Call]) -> Mapping[UUID, Contact]:
    """Return the lead of each run that has one, with company and owner, by run. Two queries at most."""
    if not calls:
        return {}
    leads = subject_of(calls[0].subject_kind).contacts([call.subject_id for call in calls])
    rows = Contact.objects.select_related("company", "owner").in_bulk(set(leads.values()))
    found = {call.run_id: rows.get(leads.get(call.subject_id, call.run_id)) for call in calls}
    return {run_id: lead for run_id, lead in found.items() if lead}


def values_of(calls: Sequence[Call]) -> Mapping[UUID, Mapping[str, str]]:
    """Return the values of the tokens of each run."""
    if not calls:
        return {}
    found = subject_of(calls[0].subject_kind).values([call.subject_id for call in calls])
    return {call.run_id: found.get(call.subject_id, {}) for call in calls}
