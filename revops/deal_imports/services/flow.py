"""The flow of deal imports."""

from mauntic.imports.models import Status
from mauntic.imports.services.flow import Flow
from revops.deal_imports.domain.file import guess_deal_mapping, left_out
from revops.deal_imports.models import DealImport
from revops.jobs import CHECK_DEAL_IMPORT, READ_DEAL_IMPORT, RUN_DEAL_IMPORT, TAKE_DEALS_BACK

DEALS = Flow(
    model=DealImport,
    jobs={
        Status.READING: READ_DEAL_IMPORT,
        Status.CHECKING: CHECK_DEAL_IMPORT,
        Status.RUNNING: RUN_DEAL_IMPORT,
        Status.REVERTING: TAKE_DEALS_BACK,
    },
    # An import writes its deals in one transaction without progress, so that a user restarts it.
    restarts=(Status.READING, Status.CHECKING),
    guess_mapping=guess_deal_mapping,
    left_out=left_out,
)
