"""Change the status of imports. Each step is a conditional update, so that of two callers one succeeds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.broker import enqueue
from mauntic.imports.models import FileImport, Status
from mauntic.imports.services.flow import Flow
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict

LONGEST_ERROR = 2_000


def claim(*, job: FileImport, when: Q, refusal: str, **changes: Any) -> None:
    """Change an import if its stored row meets a condition, and reload it.

    Args: `when` is the condition. `refusal` is the message if it is not met. `changes` are the new values by
    field.
    Raises: `Conflict` with `refusal` if the stored row does not meet the condition.
    """
    stored = type(job).objects.filter(when, pk=job.pk)
    if not stored.update(progressed_at=now(), **changes):
        raise Conflict(refusal)
    job.refresh_from_db()


@transaction.atomic
def start(*, flow: Flow, job: FileImport, or_when: Q | None = None, in_background: bool = True) -> None:
    """Start to write the previewed rows.

    Args: `or_when` is a condition for other imports that may be started. Without `in_background` the caller
    runs the import itself.
    Raises: `Conflict` unless the import has the status preview or meets `or_when`.
    """
    at_preview = Q(status=Status.PREVIEW)
    refusal = _("This import cannot be started. Its status is %(status)s.")
    claim(
        job=job,
        when=at_preview | or_when if or_when else at_preview,
        refusal=refusal % {"status": job.get_status_display().lower()},
        status=Status.RUNNING,
        started_at=now(),
        error="",
    )
    if in_background:
        enqueue(flow.jobs[Status.RUNNING], str(job.pk))


@transaction.atomic
def start_revert(*, flow: Flow, job: FileImport, in_background: bool = True) -> None:
    """Start to revert an import.

    Args: without `in_background` the caller runs the revert itself.
    Raises: `Conflict` unless the import is completed.
    """
    refusal = _('Import "%(file)s" is not completed. Only completed imports can be reverted.')
    claim(
        job=job,
        when=Q(status=Status.COMPLETED),
        refusal=refusal % {"file": job.file_name},
        status=Status.REVERTING,
        processed=0,
        error="",
    )
    if in_background:
        enqueue(flow.jobs[Status.REVERTING], str(job.pk))


def fail(*, job: FileImport, at: str, error: str) -> bool:
    """Set the status of an import to failed, unless it no longer has the status `at`.

    Returns: whether the status was changed.
    """
    failed = job.still(at)
    return bool(failed.update(status=Status.FAILED, error=error, processed=0, completed_at=now()))


@contextmanager
def recorded_errors(flow: Flow, job_id: UUID, **changes: Any) -> Iterator[None]:
    """Store an exception of the block as the error of its import.

    Args: `changes` are further values to store with the error, by field.
    Raises: the exception of the block.
    """
    try:
        yield
    except Exception as error:
        message = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        flow.model.objects.filter(pk=job_id).update(error=message, **changes)
        raise
