"""Forget people whose record was deleted: filled texts name them."""

from collections.abc import Collection
from uuid import UUID

from mauntic.automation.models import ActionRun, Run


def forget_runs(*, subject_kind: str, subject_ids: Collection[UUID]) -> int:
    """Delete the runs of records.

    Returns: the number of deleted rows.
    """
    deleted, _by_model = Run.objects.filter(subject_kind=subject_kind, subject_id__in=subject_ids).delete()
    return deleted


def forget_texts(*, subject_kind: str, subject_ids: Collection[UUID]) -> int:
    """Delete the filled texts of the runs of records that stay. What was done, and when, stays.

    Returns: the number of actions.
    """
    actions = ActionRun.objects.filter(run__subject_kind=subject_kind, run__subject_id__in=subject_ids)
    return actions.update(inputs={}, output={}, note="", error="")
