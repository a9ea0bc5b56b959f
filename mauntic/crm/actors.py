"""Jobs of the CRM. Each may be run twice: what is done is not done again."""

from uuid import UUID

import dramatiq

from mauntic.broker import send_on_commit
from mauntic.crm.services import imports

HOUR = 3_600_000


@dramatiq.actor(actor_name="crm.check_import", queue_name="default", max_retries=3, time_limit=HOUR)
def check_import(job_id: str) -> None:
    """Give each row of a file its verdict."""
    imports.check_import(job_id=UUID(job_id))


@dramatiq.actor(actor_name="crm.run_import", queue_name="default", max_retries=3, time_limit=HOUR)
def run_import(job_id: str) -> None:
    """Write the checked rows, then make room for other jobs before the next ones."""
    if imports.run_import(job_id=UUID(job_id)):
        send_on_commit("crm.run_import", job_id)


@dramatiq.actor(actor_name="crm.revert_import", queue_name="default", max_retries=3, time_limit=HOUR)
def revert_import(job_id: str) -> None:
    """Take an import back."""
    imports.undo_import(job_id=UUID(job_id))


@dramatiq.actor(actor_name="crm.restart_stalled_imports")
def restart_stalled_imports() -> None:
    """The sweep: imports whose worker died."""
    imports.restart_stalled()
