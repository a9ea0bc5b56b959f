"""Change detection rules."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext

from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from scoring.detection.domain.rules import NOT, WITH_VALUES, Rule, Trigger
from scoring.detection.models import LONGEST_VALUE, DetectionRule
from scoring.detection.services.lock import lock_signal_type

MOST_VALUES = 100
MOST_EVENTS = 1_000_000


@transaction.atomic
def set_rule(
    *,
    signal_type: str,
    trigger: Trigger,
    values: Sequence[str] = (),
    any_other: bool = False,
    enabled: bool = True,
) -> DetectionRule:
    """Create or replace the rule of a type for a trigger, for happenings from now on.

    Args:
        signal_type: the code of the type.
        trigger: what the rule listens to.
        values: what it looks for; empty to match everything.
        any_other: True to match what no other rule of the trigger names.
        enabled: False to store the rule without using it.

    Returns: the rule.

    Raises: `Invalid` for wrong values; `Conflict` if another type has `any_other` for the trigger; `NotFound`
    for an unknown type.
    """
    lock_signal_type(signal_type)
    rule = check_rule(rule=Rule(signal_type, trigger, tuple(values), any_other))
    row, _ = DetectionRule.objects.update_or_create(
        signal_type_id=signal_type,
        trigger=trigger.value,
        defaults={"values": list(rule.values), "any_other": any_other, "enabled": enabled},
    )
    return row


@transaction.atomic
def remove_rule(*, signal_type: str, trigger: Trigger) -> None:
    """Remove the rule of a type for a trigger.

    Args:
        signal_type: the code of the type.
        trigger: what the rule listens to.

    Raises: `NotFound` if it has none.
    """
    lock_signal_type(signal_type)
    removed, _ = DetectionRule.objects.filter(signal_type=signal_type, trigger=trigger.value).delete()
    if not removed:
        raise NotFound(gettext("{type} has no rule of this kind.").format(type=signal_type))


def _cleaned(trigger: Trigger, values: Sequence[str]) -> tuple[str, ...]:
    """Return the values without duplicates; parts of a path in lower case, with a leading slash."""
    stripped = [value.strip() for value in values if value.strip()]
    if trigger is Trigger.PAGE_VISITED:
        stripped = [_cleaned_part(value) for value in stripped]
    return tuple(dict.fromkeys(stripped))


def _cleaned_part(value: str) -> str:
    part = value.removeprefix(NOT).strip().strip("/").lower()
    return f"{NOT if value.startswith(NOT) else ''}/{part}"


def check_rule(*, rule: Rule) -> Rule:
    """Return the rule as it would be saved.

    Args:
        rule: a rule that need not be stored.

    Raises: `Invalid` for wrong values; `Conflict` if another type has `any_other` for the trigger.
    """
    cleaned = replace(rule, values=_cleaned(rule.trigger, rule.values))
    _check(cleaned)
    return cleaned


def _check(rule: Rule) -> None:
    if rule.any_other and rule.values:
        raise Invalid({"values": gettext("Enter values or choose any other, not both.")})
    if rule.values and rule.trigger not in WITH_VALUES:
        raise Invalid({"values": gettext("This kind of rule has no values. Leave this empty.")})
    if len(rule.values) > MOST_VALUES:
        raise Invalid(
            {
                "values": gettext("Enter at most {most} values; these are {count}.").format(
                    most=MOST_VALUES, count=len(rule.values)
                )
            }
        )
    if too_long := [value for value in rule.values if len(value) > LONGEST_VALUE]:
        raise Invalid(
            {
                "values": gettext('"{value}…" is longer than {most} characters. Shorten it.').format(
                    value=too_long[0][:40], most=LONGEST_VALUE
                )
            }
        )
    if check := _CHECKS.get(rule.trigger):
        check(rule.values)
    if rule.any_other:
        _check_no_other(rule)


def _check_parts(parts: Sequence[str]) -> None:
    for part in parts:
        if "://" in part or "?" in part or "#" in part:
            raise Invalid(
                {
                    "values": gettext(
                        '"{part}" is more than a path. Leave out host and query, as in /pricing.'
                    ).format(part=part)
                }
            )
        if "*" in part[:-1]:
            raise Invalid(
                {"values": gettext('"{part}": put the star at the end, as in /case-stud*.').format(part=part)}
            )


def _check_floor(values: Sequence[str]) -> None:
    if not values:
        return
    if len(values) > 1 or not values[0].isascii() or not values[0].isdigit():
        raise Invalid({"values": gettext("Enter one whole number: the least events in a day.")})
    if not 1 <= int(values[0]) <= MOST_EVENTS:
        raise Invalid(
            {"values": gettext("Enter a number of events from 1 to {most}.").format(most=number(MOST_EVENTS))}
        )


_CHECKS: dict[Trigger, Callable[[Sequence[str]], None]] = {
    Trigger.PAGE_VISITED: _check_parts,
    Trigger.USAGE_SPIKE: _check_floor,
}


def _check_no_other(rule: Rule) -> None:
    others = DetectionRule.objects.filter(trigger=rule.trigger.value, any_other=True)
    if other := others.exclude(signal_type=rule.signal_type).first():
        raise Conflict(
            gettext('{type} already has "any other" for this kind of rule. Turn it off there first.').format(
                type=other.signal_type_id
            )
        )
