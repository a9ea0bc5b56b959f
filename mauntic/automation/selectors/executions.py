"""Runs that a person may see."""

from django.db.models import Q, QuerySet

from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Run
from mauntic.automation.registry.subjects import all_subjects


def runs_seen_by(user: User, definition: Definition) -> QuerySet[Run]:
    """Return the runs of a definition for records that a person sees, with their actions."""
    seen = Q(pk__in=[])
    for subject in all_subjects():
        ids = subject.visible(user).order_by().values("pk")
        seen |= Q(subject_kind=subject.key, subject_id__in=ids)
    runs = Run.objects.filter(seen, definition=definition)
    return runs.select_related("version").prefetch_related("actions")
