"""Count the attempts of workers, and stop an import that no worker finishes.

A worker that is killed, for lack of memory or at its time limit, stores no error. Its message and the sweep
start the import again, which would kill the next worker.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext, gettext_lazy

from mauntic.imports.models import BEFORE_START, FileImport, Status
from mauntic.imports.services.files import delete_files
from mauntic.imports.services.flow import Flow
from mauntic.imports.services.steps import LONGEST_ERROR, recorded_errors
from mauntic.kernel import display
from mauntic.kernel.clock import now

MOST_ATTEMPTS = 8
"""Above the four attempts that the broker makes within seconds after an error."""

STOPPED = gettext_lazy("Mauntic stopped after %(count)s attempts that did not finish.")
PROBABLY_MEMORY = gettext_lazy("The server probably ran out of memory or time.")
ADVICE: Mapping[str, Any] = {
    Status.READING: gettext_lazy("Split the file into smaller ones, or save it as CSV, and upload it again."),
    Status.CHECKING: gettext_lazy("Split the file into smaller ones, and upload them."),
    Status.RUNNING: gettext_lazy(
        "Rows already written stay. Revert this import, split the file into smaller ones, and upload them."
    ),
    Status.REVERTING: gettext_lazy("Ask an admin to give the workers more memory, then revert again."),
}
NOTHING_WRITTEN = gettext_lazy("Split the file into smaller ones, and upload them.")


@contextmanager
def attempt(flow: Flow, job_id: UUID, *, at: str) -> Iterator[bool]:
    """Count one attempt of a job. Its exception replaces the error of the attempt before.

    Args: `at` is the status in which the job works.
    Yields: whether the job may work. False once `MOST_ATTEMPTS` have made no progress: the import is stopped
    then, with a sentence that says what to do.
    Raises: the exception of the block.
    """
    here = flow.model.objects.filter(pk=job_id, status=at)
    job = here.filter(attempts__gte=MOST_ATTEMPTS).first()
    if job is not None:
        _stop(flow, job)
        yield False
        return
    here.update(attempts=F("attempts") + 1, error="", progressed_at=now())
    with recorded_errors(flow, job_id, at=at):
        yield True


@transaction.atomic
def _stop(flow: Flow, job: FileImport) -> None:
    after = {Status.RUNNING: flow.stops_at, Status.REVERTING: Status.COMPLETED}
    changes: dict[str, Any] = {"status": after.get(Status(job.status), Status.FAILED), "processed": 0}
    if changes["status"] == Status.FAILED:
        changes["completed_at"] = now()
    error = _sentence(job, nothing_written=changes["status"] == Status.PREVIEW)
    if job.still(job.status).update(error=error, attempts=0, **changes) and job.status in BEFORE_START:
        delete_files(job)


def _sentence(job: FileImport, *, nothing_written: bool) -> str:
    """Return why the import was stopped and what to do."""
    stopped = str(STOPPED) % {"count": display.number(job.attempts)}
    why = gettext("Last error: %(error)s.") % {"error": job.error} if job.error else str(PROBABLY_MEMORY)
    advice = str(NOTHING_WRITTEN if nothing_written else ADVICE[job.status])
    return f"{stopped} {why} {advice}"[:LONGEST_ERROR]
