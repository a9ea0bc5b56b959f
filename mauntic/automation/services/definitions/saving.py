"""Save workflows and journeys, and turn them on and off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.domain.options import as_stored as stored_options
from mauntic.automation.models import Definition, Kind, Switch, Version
from mauntic.automation.selectors.origins import ORIGIN, runs_being_sent
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.drafts import checked_version
from mauntic.automation.services.definitions.options import checked_options
from mauntic.automation.services.runs.resuming import shift_waits
from mauntic.delivery.messages.services.queue import take_back_claimed
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.values.stored_text import is_storable

LONGEST_NAME = 120
SAID = ("trigger", "trigger_settings", "conditions", "steps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A workflow or journey to save, as JSON says it.

    Args:
        name: unique among its kind.
        trigger: the key of the trigger.
        trigger_settings: as its form reads them.
        conditions: a tree of `kernel.conditions`; an empty one asks nothing.
        steps: `{"action", "settings", "branches", "id"}` each; a step without an id is new.
        options: see `domain.options`.
    """

    name: str
    trigger: str
    trigger_settings: Mapping[str, Any] = field(default_factory=dict)
    conditions: Mapping[str, Any] = field(default_factory=dict)
    steps: Sequence[Mapping[str, Any]] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def save_definition(
    *, kind: Kind, draft: Draft, by: User, definition_id: UUID | None = None, opened: int | None = None
) -> Definition:
    """Create a definition, or save a new version of one. A version is only made if something changed.

    Runs keep the version that they began with. One that is on acts by the new version from now on, and with
    the rights of whoever saved it.

    Args:
        kind: of a new one.
        draft: what to save.
        by: who saves.
        definition_id: of one that exists.
        opened: the number of the version that the person changed; another one there now is a conflict.

    Raises: `Invalid` with a sentence for each wrong part by its path; `NotFound`; `Conflict`.
    """
    definition = _own(kind, definition_id) if definition_id else Definition(kind=kind, created_by=by)
    number = definition.current.number if definition.current else 0
    if opened is not None and opened != number:
        raise Conflict(
            _("Somebody saved version {number} meanwhile. Open it, then save again.").format(number=number)
        )
    wrong = _name_problems(kind, draft.name, definition)
    options = {}
    try:
        options = stored_options(checked_options(kind, draft.options))
    except Invalid as error:
        wrong |= error.fields
    try:
        said = checked_version(
            kind=kind,
            trigger=draft.trigger,
            trigger_settings=draft.trigger_settings,
            conditions=draft.conditions,
            steps=draft.steps,
        )
    except Invalid as error:
        raise Invalid({**wrong, **error.fields}) from error
    if wrong:
        raise Invalid(wrong)
    definition.name, definition.options = draft.name.strip(), options
    definition.save()
    if definition.current is None or any(getattr(definition.current, name) != said[name] for name in SAID):
        definition.current = Version.objects.create(
            definition=definition, number=number + 1, created_by=by, **said
        )
        if definition.state == Switch.ON:
            definition.switched_by = by
        definition.save(update_fields=["current", "switched_by"])
    return definition


def _name_problems(kind: Kind, name: str, definition: Definition) -> dict[str, Sequence[str]]:
    stripped = name.strip()
    if not 0 < len(stripped) <= LONGEST_NAME or not is_storable(stripped):
        return {"name": [_("Enter a name of 1 to {most} characters.").format(most=LONGEST_NAME)]}
    # As the index compares them: `iexact` takes the Kelvin sign for another letter than k.
    named = Definition.objects.alias(lower=Lower("name")).filter(kind=kind, lower=Lower(Value(stripped)))
    others = named.exclude(pk=definition.pk)
    if others.exists():
        return {"name": [_('Another one is named "{name}". Choose another name.').format(name=stripped)]}
    return {}


@transaction.atomic
def turn_on(*, definition_id: UUID, by: User) -> Definition:
    """Let a definition act from now on, with the rights of a person.

    It acts for nothing that happened before. What waited when it was turned off waits as much longer as it
    was off. One that was locked is unlocked.

    Raises: `NotFound`, `Conflict` if it is broken.
    """
    definition = _own(None, definition_id)
    if definition.current is None:
        raise Conflict(_("Save it first."))
    problems = Script(definition.current).problems
    if problems:
        raise Conflict(_("It cannot be turned on: {problems}").format(problems=" ".join(problems)))
    at = now()
    stopped = definition.locked_at or (definition.switched_at if definition.state == Switch.OFF else None)
    if definition.state == Switch.ON and definition.locked_at is None:
        return definition
    if stopped:
        # A clock that was put back meanwhile lets nobody go on early.
        shift_waits(definition=definition, by=max(at - stopped, timedelta(0)))
    definition.state, definition.switched_at, definition.switched_by = Switch.ON, at, by
    definition.locked_at = definition.swept_at = None
    definition.save(update_fields=["state", "switched_at", "switched_by", "locked_at", "swept_at"])
    return definition


@transaction.atomic
def turn_off(*, definition_id: UUID, by: User) -> Definition:
    """Let a definition begin nothing more. What waits in it, and its emails in the outbox, stay
    where they are.

    Raises: `NotFound`.
    """
    definition = _own(None, definition_id)
    if definition.state != Switch.ON:
        return definition
    definition.state, definition.switched_at, definition.switched_by = Switch.OFF, now(), by
    definition.save(update_fields=["state", "switched_at", "switched_by"])
    take_back_claimed(origin_kind=ORIGIN, origin_ids=runs_being_sent(definition))
    return definition


@transaction.atomic
def delete_definition(*, definition_id: UUID) -> None:
    """Delete a definition with its runs. One that is on must be turned off first.

    Raises: `NotFound`, `Conflict`.
    """
    definition = _own(None, definition_id)
    if definition.state == Switch.ON:
        raise Conflict(_("Turn it off first."))
    definition.delete()


def _own(kind: Kind | None, definition_id: UUID) -> Definition:
    rows = Definition.objects.filter(kind=kind) if kind else Definition.objects.all()
    return held(
        rows.select_related("current", "switched_by"), definition_id, gone=_("It does not exist any more.")
    )
