"""Jobs of deal imports."""

from uuid import UUID

from mauntic.broker.queues import BULK
from mauntic.imports.models import Status
from mauntic.imports.services.attempts import attempt
from mauntic.imports.services.sheets import forget_workbooks
from mauntic.imports.services.sweep import restart_stalled
from revops import jobs
from revops.deal_imports.services import preview, read, run, undo
from revops.deal_imports.services.flow import DEALS

LARGE_FILE_MS = 3_600_000


@jobs.READ_DEAL_IMPORT.actor(queue=BULK, max_retries=3, time_limit=LARGE_FILE_MS)
def read_deal_import(import_id: str) -> None:
    """Read the rows of a large file of deals."""
    with attempt(DEALS, UUID(import_id), at=Status.READING) as may_work:
        if may_work:
            read.read_deal_import(import_id=UUID(import_id))


@jobs.RESTART_STALLED_READING.actor()
def restart_stalled_reading() -> None:
    """Restart imports of deals whose worker died, and delete workbooks that nobody imports."""
    restart_stalled(DEALS)
    forget_workbooks(DEALS)


@jobs.CHECK_DEAL_IMPORT.actor(queue=BULK, max_retries=3, time_limit=LARGE_FILE_MS)
def check_deal_import(import_id: str) -> None:
    """Check the rows of a large file of deals for the preview."""
    with attempt(DEALS, UUID(import_id), at=Status.CHECKING) as may_work:
        if may_work:
            preview.check_deal_import(import_id=UUID(import_id))


@jobs.RUN_DEAL_IMPORT.actor(queue=BULK, max_retries=0, time_limit=LARGE_FILE_MS)
def run_deal_import(import_id: str) -> None:
    """Import the deals of a file. An error is stored with the import, and the user can start it again."""
    with attempt(DEALS, UUID(import_id), at=Status.RUNNING) as may_work:
        if may_work:
            run.run_deal_import(import_id=UUID(import_id))


@jobs.TAKE_DEALS_BACK.actor(queue=BULK, max_retries=0, time_limit=LARGE_FILE_MS)
def take_deals_back(import_id: str) -> None:
    """Revert an import."""
    with attempt(DEALS, UUID(import_id), at=Status.REVERTING) as may_work:
        if may_work:
            undo.take_deals_back(import_id=UUID(import_id))
