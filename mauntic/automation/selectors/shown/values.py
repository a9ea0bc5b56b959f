"""What actions were given and made, for people."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from mauntic.automation.registry.actions import action_named
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.shown.sentences import branch_label


def output_pairs(output: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what an action made as pairs of label and value."""
    words = {
        key: branch_label(str(value)) if key == "branch" else value
        for key, value in output.items()
        if value not in ("", None, [], {})
    }
    labels = {"branch": _("Branch"), "until": _("Until")}
    return [(labels.get(key, _label(key)), _value(value)) for key, value in words.items()]


def pairs(values: Mapping[str, Any], script: Script, key: str) -> list[tuple[str, str]]:
    """Return what an action is given as pairs of label and value.

    Args:
        values: the settings with their texts filled.
        script: the version.
        key: of the action.
    """
    action = action_named(key, script.trigger.subject) if script.trigger else None
    fields: Mapping[str, Any] = action.form.base_fields if action else {}
    return [
        (str(fields[key].label or _label(key)) if key in fields else _label(key), _value(value))
        for key, value in values.items()
        if value not in ("", None, [], {})
    ]


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return _joined(f"{_label(str(key))}: {_value(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return _joined(_value(each) for each in value)
    return str(value)


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts)
