"""Who of some leads can be enrolled in a journey, and why others cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.automation.models import Definition, RunReason, Switch
from mauntic.automation.registry.triggers import Happening
from mauntic.automation.selectors.entering import Entries, entries
from mauntic.automation.selectors.leaving import who_leaves
from mauntic.automation.selectors.matching import matching
from mauntic.automation.selectors.reading import Script
from mauntic.crm.models import Contact
from mauntic.kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class Refused:
    """A lead that cannot be enrolled, and why. `name` is empty for one that does not exist."""

    contact_id: UUID
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """Leads that can be enrolled, with what their runs are unique by, and those that cannot."""

    free: Sequence[Contact]
    refused: Sequence[Refused]
    entering: Entries


def script_of(definition: Definition) -> Script:
    """Return what a journey says now.

    Raises: `Conflict` if it is off, locked or broken: nobody can be enrolled.
    """
    if definition.state != Switch.ON or definition.current is None:
        raise Conflict(_("Turn the journey on first."))
    if definition.locked_at:
        raise Conflict(_("The journey was stopped because it ran too often. Turn it on again first."))
    script = Script(definition.current)
    if script.problems:
        raise Conflict(_("The journey is broken: {problems}").format(problems=" ".join(script.problems)))
    return script


def candidates(
    *, definition: Definition, script: Script, contact_ids: Sequence[UUID], at: datetime
) -> Candidates:
    """Return which leads can be enrolled now. The queries do not depend on how many they are.

    Args:
        definition: a journey that acts.
        script: what it says.
        contact_ids: the leads, in the order of the answer.
        at: now.
    """
    ids = list(dict.fromkeys(contact_ids))
    known = {row.pk: row for row in Contact.objects.filter(pk__in=ids).order_by()}
    entering = entries(definition, known, at)
    reasons = _reasons(script, entering, list(known), at)
    free = [known[pk] for pk in ids if pk in known and pk not in reasons]
    gone = _("This lead does not exist.")
    refused = [
        Refused(pk, known[pk].name if pk in known else "", reasons.get(pk, gone))
        for pk in ids
        if pk not in known or pk in reasons
    ]
    return Candidates(free, refused, entering)


def _reasons(script: Script, entering: Entries, ids: Sequence[UUID], at: datetime) -> Mapping[UUID, str]:
    leaving = who_leaves(script.rules, script.subject, ids, at)
    matched = matching(
        subject=script.subject,
        tree=script.tree,
        event_fields=script.trigger.fields if script.trigger else {},
        happenings=[Happening(pk) for pk in ids],
        at=at,
    )
    return {
        **dict.fromkeys(
            (pk for pk in ids if pk not in matched), _("The lead does not match the conditions.")
        ),
        **{pk: _left(reason) for pk, reason in leaving.items()},
        **entering.barred,
    }


def _left(reason: RunReason) -> str:
    if reason == RunReason.GOAL:
        return _("The lead has reached the goal.")
    return _("The lead meets the exit conditions.")
