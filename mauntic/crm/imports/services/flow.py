"""The import of contacts, as the flow of all imports knows it."""

from collections.abc import Mapping, Sequence

from mauntic.broker import Job
from mauntic.crm.fields.selectors.definitions import definitions
from mauntic.crm.imports.domain.mapping import guess_mapping, left_out, with_known
from mauntic.crm.imports.models import Import
from mauntic.crm.jobs import CHECK_IMPORT, READ_IMPORT, REVERT_IMPORT, RUN_IMPORT
from mauntic.imports.models import Status
from mauntic.imports.services.flow import Flow

JOBS: Mapping[str, Job[[str]]] = {
    Status.READING: READ_IMPORT,
    Status.CHECKING: CHECK_IMPORT,
    Status.RUNNING: RUN_IMPORT,
    Status.REVERTING: REVERT_IMPORT,
}


def suggested_mapping(headers: Sequence[str]) -> dict[str, str]:
    """Return the field of each column by its name; custom fields by their label or key."""
    labels = {key: known.label for key, known in definitions("contact").items()}
    return with_known(guess_mapping(headers), labels)


# Each chunk commits with the progress, so that no row is written twice.
CONTACTS = Flow(model=Import, jobs=JOBS, guess_mapping=suggested_mapping, left_out=left_out)
