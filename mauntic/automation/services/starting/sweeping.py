"""Begin runs for records that have been in a state for long enough, such as a deal in its stage."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from django.db import OperationalError, connection, transaction

from mauntic.automation.models import Definition, Origin
from mauntic.automation.registry.triggers import Trigger, sweeping
from mauntic.automation.selectors.matching import zone
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.starting.entering import entries_held
from mauntic.automation.services.starting.firing import begin, new_run
from mauntic.kernel.clock import now
from mauntic.kernel.conditions.sql import compiled
from mauntic.kernel.db.chunks import chunked

log = structlog.get_logger(__name__)

PER_PART = 1_000


def sweep_all(*, at: datetime | None = None) -> int:
    """Look for what crossed the line of each time trigger since the last look.

    A definition that fails keeps no other one back: it is looked for again from where it was.

    Returns: the number of new runs.
    """
    moment = at or now()
    keys = {trigger.key: trigger for trigger in sweeping()}
    found = Definition.objects.active().filter(current__trigger__in=keys).select_related("current")
    return sum(
        _swept(each, keys[each.current.trigger], moment) for each in found.order_by("pk") if each.current
    )


def _swept(definition: Definition, trigger: Trigger, at: datetime) -> int:
    try:
        return _sweep(definition, trigger, at)
    except Exception as error:
        if isinstance(error, OperationalError) or not connection.is_usable():
            raise
        log.exception("automation.sweep_failed", definition=str(definition.pk))
        return 0


@transaction.atomic
def _sweep(definition: Definition, trigger: Trigger, at: datetime) -> int:
    script = Script(definition.current)  # type: ignore[arg-type]  # active ones have a version
    if script.problems or trigger.sweep is None:
        return 0
    crossing = trigger.sweep(script.trigger_settings, definition.swept_at or definition.switched_at, at)
    found = crossing.rows.filter(compiled(script.tree, script.subject.columns(), at, zone()))
    told = found.order_by(crossing.since, "pk").values_list("pk", crossing.since)
    count = sum(_begin(definition, script, part, at) for part in chunked(told.iterator(PER_PART), PER_PART))
    Definition.objects.filter(pk=definition.pk).update(swept_at=at)
    return count


def _begin(
    definition: Definition, script: Script, told: Sequence[tuple[UUID, datetime]], at: datetime
) -> int:
    entering = entries_held(definition, [pk for pk, _since in told], at)
    return begin(
        [
            new_run(
                definition,
                script,
                pk,
                cause_key=entering.key(pk, f"since:{since.isoformat()}"),
                origin=Origin.SWEEP,
            )
            for pk, since in told
            if pk not in entering.barred
        ]
    )
