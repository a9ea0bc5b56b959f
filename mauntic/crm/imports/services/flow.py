"""The import of contacts, as the flow of all imports knows it."""

from collections.abc import Mapping

from mauntic.broker import Job
from mauntic.crm.imports.domain.mapping import guess_mapping, left_out
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
# Each chunk commits with the progress, so that no row is written twice.
CONTACTS = Flow(model=Import, jobs=JOBS, guess_mapping=guess_mapping, left_out=left_out)
