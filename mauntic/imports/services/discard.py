"""Discard imports that have written nothing."""

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.imports.models import BEFORE_START, FileImport, Status
from mauntic.imports.services.files import delete_files
from mauntic.kernel.errors import Conflict


@transaction.atomic
def discard(*, job: FileImport) -> None:
    """Delete an import that has written nothing, with its rows and its stored files.

    A worker that reads or checks it notices with its next chunk, and stops.

    Raises: `Conflict` if the import has started.
    """
    # Locked and loaded again: a worker may have stored a file since the caller loaded the import.
    current = job.still(*BEFORE_START, Status.FAILED).select_for_update().first()
    if current is None or not current.is_discardable:
        raise Conflict(_("This import has started, so it cannot be discarded."))
    delete_files(current)
    current.delete()
