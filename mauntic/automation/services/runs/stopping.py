"""End a waiting run because a person says so."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.models import Run, RunReason, RunState
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict


@transaction.atomic
def stop_run(*, run_id: UUID, by: User) -> Run:
    """End a run that waits. What it did stays done.

    Raises: `NotFound`; `Conflict` if it does not wait.
    """
    run = held(Run.objects.all(), run_id, gone=_("This run does not exist any more."))
    if run.state != RunState.WAITING:
        raise Conflict(_("Only a run that waits can be stopped. This one goes on or has ended."))
    at = now()
    run.state, run.reason = RunState.SKIPPED, RunReason.STOPPED
    run.reason_text = _("By {person}.").format(person=by)
    run.wait, run.waits_for, run.due_at = {}, "", None
    run.ended_at = run.touched_at = at
    run.save(
        update_fields=[
            "state",
            "reason",
            "reason_text",
            "wait",
            "waits_for",
            "due_at",
            "ended_at",
            "touched_at",
        ]
    )
    return run
