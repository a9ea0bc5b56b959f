"""The leads come in by an import, as a person would do it; one that was interrupted is taken up again."""

import time
from collections.abc import Callable
from pathlib import Path

from demo.options import OptionsError
from demo.progress import Step
from mauntic.broker import enqueue_at_once
from mauntic.crm.imports.services import check, run, upload
from mauntic.crm.jobs import RUN_IMPORT
from mauntic.crm.models import Import
from mauntic.kernel.errors import Invalid

Status = Import.Status


def bring_in(path: Callable[[], Path], *, revive: Callable[[], None], step: Step) -> None:
    """Upload, map by guess, check, and let a worker write the rows; resume what an earlier try began."""
    job = _earlier() or _upload(path())
    if job.status == Status.MAPPING:
        _map(job)
    if job.status == Status.CHECKING:
        check.check_import(job_id=job.pk)
        job.refresh_from_db()
    if job.status == Status.PREVIEW:
        run.start_import(job=job)
    else:  # an earlier try started it, and its message may be lost
        enqueue_at_once(RUN_IMPORT, str(job.pk))
    while job.completed_at is None:
        revive()
        time.sleep(0.2)
        job.refresh_from_db()
        step.update(f"{job.processed} of {job.total}")
    counts = (("created", job.created_count), ("skipped", job.skipped_count), ("refused", job.failed_count))
    step.update(", ".join(f"{count} {word}" for word, count in counts))


def _earlier() -> Import | None:
    """Return the import of an earlier try: the first one that no person made."""
    return Import.objects.filter(created_by=None).order_by("created_at").first()


def _upload(path: Path) -> Import:
    try:
        with path.open("rb") as file:
            return upload.upload_import(file=file, file_name=path.name, in_background=False)
    except Invalid as error:
        raise OptionsError(f"{path.name}: {error.message}") from error


def _map(job: Import) -> None:
    try:
        upload.set_mapping(job=job, mapping=job.mapping, in_background=False)
    except Invalid as error:
        job.delete()  # so that the next try may bring another file
        raise OptionsError(f"{job.file_name}: {error.message}") from error
