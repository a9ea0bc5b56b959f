"""Changing what detects a signal."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from mauntic.kernel.errors import Conflict, Invalid, NotFound
from scoring.domain.detection import WITH_VALUES, Rule, Trigger
from scoring.models import DetectionRule, SignalType
from scoring.models.rules import LONGEST_VALUE

MOST_VALUES = 100


@transaction.atomic
def set_rule(
    *,
    signal_type: str,
    trigger: Trigger,
    values: Sequence[str] = (),
    any_other: bool = False,
    enabled: bool = True,
) -> DetectionRule:
    """Give a type its rule for a trigger, in place of the one it has. `Invalid` names what is wrong.

    It applies to what happens from now on. A rule without values takes whatever happens; whether that is
    wanted is for the caller to say.
    """
    if not SignalType.objects.filter(pk=signal_type).exists():
        raise NotFound(f"There is no signal type {signal_type}.")
    rule = check_rule(rule=Rule(signal_type, trigger, tuple(values), any_other))
    row, _ = DetectionRule.objects.update_or_create(
        signal_type_id=signal_type,
        trigger=trigger.value,
        defaults={"values": list(rule.values), "any_other": any_other, "enabled": enabled},
    )
    return row


def remove_rule(*, signal_type: str, trigger: Trigger) -> None:
    """Take a type's rule for a trigger away; `NotFound` when it has none."""
    removed, _ = DetectionRule.objects.filter(signal_type=signal_type, trigger=trigger.value).delete()
    if not removed:
        raise NotFound(f"{signal_type} has no rule of this kind.")


def _cleaned(trigger: Trigger, values: Sequence[str]) -> tuple[str, ...]:
    """The values as they are kept: each once; parts of a path begin with a slash, in small letters."""
    stripped = [value.strip() for value in values if value.strip()]
    if trigger is Trigger.PAGE_VISITED:
        stripped = [f"/{value.strip('/').lower()}" for value in stripped]
    return tuple(dict.fromkeys(stripped))


def check_rule(*, rule: Rule) -> Rule:
    """The rule as it would be kept; `Invalid` names what is wrong, `Conflict` what it would contradict."""
    cleaned = replace(rule, values=_cleaned(rule.trigger, rule.values))
    _check(cleaned)
    return cleaned


def _check(rule: Rule) -> None:
    if rule.any_other and rule.values:
        raise Invalid({"values": "Either name what it looks for, or let it take any other: not both."})
    if rule.values and rule.trigger not in WITH_VALUES:
        raise Invalid({"values": "This kind of rule looks for nothing in particular: leave this empty."})
    if len(rule.values) > MOST_VALUES:
        raise Invalid({"values": f"At most {MOST_VALUES} are looked for; these are {len(rule.values)}."})
    if too_long := [value for value in rule.values if len(value) > LONGEST_VALUE]:
        raise Invalid({"values": f"“{too_long[0][:40]}…” is longer than {LONGEST_VALUE} characters."})
    if rule.trigger is Trigger.PAGE_VISITED:
        _check_parts(rule.values)
    if rule.any_other:
        _check_no_other(rule)


def _check_parts(parts: Sequence[str]) -> None:
    for part in parts:
        if "://" in part or "?" in part or "#" in part:
            raise Invalid(
                {"values": f"“{part}” is more than a path: leave out host and query, as in /pricing."}
            )
        if "*" in part[:-1]:
            raise Invalid({"values": f"“{part}”: a star may stand only at the end, as in /case-stud*."})


def _check_no_other(rule: Rule) -> None:
    others = DetectionRule.objects.filter(trigger=rule.trigger.value, any_other=True)
    if other := others.exclude(signal_type=rule.signal_type).first():
        raise Conflict(
            f"{other.signal_type_id} takes any other already, and each would take it from the other."
        )
