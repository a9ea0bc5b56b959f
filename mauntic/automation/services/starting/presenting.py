"""Begin runs for records that are in the state of a trigger already, because a person says so."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Origin, Switch
from mauntic.automation.selectors.present import present_now
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.starting.entering import entries_held
from mauntic.automation.services.starting.firing import begin, new_run
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict

PER_PART = 1_000


@transaction.atomic
def begin_for_present(*, definition_id: UUID, by: User) -> int:
    """Begin a run for each record that a definition would have started for, had it been on.

    Only records that the person sees count, each once for a version since it was turned on: to ask twice
    begins nothing twice.

    Returns: the number of new runs.
    Raises: `NotFound`; `Conflict` if it is off, broken, or its trigger names no state.
    """
    rows = Definition.objects.select_related("current")
    definition = held(rows, definition_id, gone=_("It does not exist any more."))
    if definition.state != Switch.ON or definition.current is None:
        raise Conflict(_("Turn it on first."))
    script = Script(definition.current)
    found = present_now(script, by)
    if found is None:
        raise Conflict(_("It cannot be started for what is there already."))
    ids = found.order_by("pk").values_list("pk", flat=True)
    since = definition.switched_at or now()
    key = f"present:{definition.current.number}:{since.isoformat()}"
    return sum(_begin(definition, script, part, key, by) for part in chunked(ids, PER_PART))


def _begin(definition: Definition, script: Script, ids: list[UUID], key: str, by: User) -> int:
    entering = entries_held(definition, ids, now())
    rows = [
        new_run(definition, script, pk, cause_key=entering.key(pk, key), origin=Origin.PERSON)
        for pk in ids
        if pk not in entering.barred
    ]
    for row in rows:
        row.started_by = by
    return begin(rows)
