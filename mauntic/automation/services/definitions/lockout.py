"""Lock a definition that runs again and again for one record."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from mauntic.accounts.models import Role, User
from mauntic.automation.domain.guard import MOST_RUNS, WITHIN
from mauntic.automation.models import Definition, Run
from mauntic.automation.registry.pages import page_of
from mauntic.kernel.clock import now
from mauntic.notifications.models import Kind
from mauntic.notifications.services.notices import Notice, notify


def lock_repeating(*, definition: Definition, subject_ids: Collection[UUID]) -> bool:
    """Lock a definition if it began 50 runs or more for one of these records within 30 minutes.

    Admins are told once. A person unlocks it: runs from before count no more. Whoever is about to begin
    further runs sees it by `locked_at`.

    Returns: whether it was locked now.
    """
    at = now()
    since = max(at - WITHIN, definition.switched_at or at - WITHIN)
    recent = Run.objects.filter(definition=definition, subject_id__in=subject_ids, started_at__gt=since)
    counts = recent.order_by().values("subject_id").annotate(count=Count("pk"))
    if not counts.filter(count__gte=MOST_RUNS).exists():
        return False
    definition.locked_at = at
    if not Definition.objects.filter(pk=definition.pk, locked_at=None).update(locked_at=at):
        return False
    admins = User.objects.filter(is_active=True, role=Role.ADMIN).values_list("pk", flat=True)
    notify(
        Notice(
            user_id=pk,
            kind=Kind.AUTOMATION,
            title=_('"{name}" ran {count} times for one record within 30 minutes. It was stopped.').format(
                name=definition.name, count=MOST_RUNS
            ),
            url=page_of(definition.kind, definition.pk),
            dedupe_key=f"automation-locked:{definition.pk}:{at.isoformat()}",
        )
        for pk in admins
    )
    return True
