"""Tasks and enrollments that workflows and journeys made, as the page of a run names them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse

from mauntic.events.catalog.records import Named
from revops.activities.models import Activity
from revops.sequences.models.enrollments import Enrollment


def made_tasks(ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Return tasks by id, in one query. One that is done leads to its deal or lead."""
    rows = Activity.objects.filter(pk__in=ids).order_by()
    return {row.pk: Named(row.subject, _page(row)) for row in rows}


def _page(task: Activity) -> str:
    if task.completed_at is None:
        return reverse("task-edit", args=[task.pk])
    if task.deal_id:
        return reverse("revops:deal", args=[task.deal_id])
    return reverse("lead", args=[task.contact_id]) if task.contact_id else ""


def made_enrollments(ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Return enrollments by id, with the names and pages of their sequences, in one query."""
    rows = Enrollment.objects.filter(pk__in=ids).select_related("sequence").order_by()
    return {
        row.pk: Named(row.sequence.name, reverse("revops:sequence", args=[row.sequence_id])) for row in rows
    }
