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
from mauntic.imports.services.files import delete_file
from mauntic.imports.services.flow import Flow
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict

LONGEST_ERROR = 2_000


def claim(*, job: FileImport, when: Q, refusal: str, **changes: Any) -> None:
    """Change an import if its stored row meets a condition, and reload it.

    Args: `when` is the condition. `refusal` is the message if it is not met; it may name the `%(status)s`
    that the import has by then and its `%(file)s`. `changes` are the new values by field.
    Raises: `Conflict` with `refusal` if the stored row does not meet the condition.
    """
    stored = type(job).objects.filter(when, pk=job.pk)
    if not stored.update(progressed_at=now(), attempts=0, **changes):
        current = type(job).objects.filter(pk=job.pk).first() or job
        raise Conflict(refusal % {"status": current.get_status_display().lower(), "file": current.file_name})
    job.refresh_from_db()


@transaction.atomic
def start(*, flow: Flow, job: FileImport, in_background: bool = True) -> None:
    """Start to write the previewed rows.

    Args: without `in_background` the caller runs the import itself.
    Raises: `Conflict` unless the import has the status preview.
    """
    claim(
        job=job,
        when=Q(status=Status.PREVIEW),
        refusal=_("This import cannot be started. Its status is %(status)s."),
        status=Status.RUNNING,
        started_at=now(),
        error="",
    )
    if job.workbook:
        # Other sheets may hold people who are not imported.
        delete_file(job.workbook)
        job.workbook = ""
        job.save(update_fields=["workbook"])
    if in_background:
        enqueue(flow.jobs[Status.RUNNING], str(job.pk))


@transaction.atomic
def start_revert(*, flow: Flow, job: FileImport, in_background: bool = True) -> None:
    """Start to revert an import.

    Args: without `in_background` the caller runs the revert itself.
    Raises: `Conflict` unless the import is completed, or stopped after some rows were written.
    """
    claim(
        job=job,
        when=Q(status=Status.COMPLETED) | Q(status=Status.FAILED, started_at__isnull=False),
        refusal=_('Import "%(file)s" is not completed. Only completed imports can be reverted.'),
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
def recorded_errors(flow: Flow, job_id: UUID, *, at: str, **changes: Any) -> Iterator[None]:
    """Store an exception of the block as the error of its import.

    Nothing is stored once the import no longer has the status `at`: another worker has finished it.

    Args: `changes` are further values to store with the error, by field.
    Raises: the exception of the block.
    """
    try:
        yield
    except Exception as error:
        message = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
        flow.model.objects.filter(pk=job_id, status=at).update(error=message, **changes)
        raise
