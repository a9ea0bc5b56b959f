"""The flow of deal imports."""

from collections.abc import Mapping

from mauntic.broker import Job
from mauntic.imports.models import Status
from mauntic.imports.services.flow import Flow
from revops.deal_imports.domain.file import guess_deal_mapping, left_out
from revops.deal_imports.models import DealImport
from revops.jobs import CHECK_DEAL_IMPORT, READ_DEAL_IMPORT, RUN_DEAL_IMPORT, TAKE_DEALS_BACK

JOBS: Mapping[str, Job[[str]]] = {
    Status.READING: READ_DEAL_IMPORT,
    Status.CHECKING: CHECK_DEAL_IMPORT,
    Status.RUNNING: RUN_DEAL_IMPORT,
    Status.REVERTING: TAKE_DEALS_BACK,
}
# Deals are written and reverted in one transaction, which holds the lock of the import: the sweep passes over
# an import that a worker is at, and a second worker finds it done.
DEALS = Flow(
    model=DealImport,
    jobs=JOBS,
    guess_mapping=guess_deal_mapping,
    left_out=left_out,
    stops_at=Status.PREVIEW,
)
