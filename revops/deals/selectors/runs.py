"""Actions on many deals that a worker does."""

from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.errors import NotFound
from revops.deals.models.runs import DealRun


def run_of(run_id: UUID, user: User) -> DealRun:
    """Return a run of the person.

    Args:
        run_id: the id of the run.
        user: the person who started it; others do not see it.

    Raises:
        NotFound: `user` started no such run.
    """
    run = DealRun.objects.defer("deal_ids").filter(pk=run_id, by=user).first()
    if run is None:
        raise NotFound(_("There is no bulk action {id}.").format(id=run_id))
    return run


def is_at_work(action_id: UUID) -> bool:
    """Return whether a worker still does or undoes an action.

    Args:
        action_id: the id of the action.
    """
    return DealRun.objects.filter(action_id=action_id, finished_at=None).exists()
