"""Names of settings in the API: camelCase outside, as forms name them inside. Values are never renamed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from mauntic.kernel.api.serializers import camel
from mauntic.kernel.errors import Invalid

NESTED = "event_settings"
"""The setting that holds the settings of a trigger."""


def snake(name: str) -> str:
    """Return the name of a setting in code: `minScore` becomes `min_score`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def settings_in(given: Any, path: str) -> Any:
    """Return settings with the names that forms have. What is no object is left to the service.

    Raises: `Invalid` for a name that is not in camelCase.
    """
    if not isinstance(given, Mapping):
        return given
    wrong = {
        f"{path}.{name}": [_("Write it as {name}.").format(name=camel(name))]
        for name in given
        if isinstance(name, str) and "_" in name
    }
    if wrong:
        raise Invalid(wrong)
    found = {snake(name): value for name, value in given.items()}
    if NESTED in found:
        found[NESTED] = settings_in(found[NESTED], f"{path}.{camel(NESTED)}")
    return found


def settings_out(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored settings with the names of the API."""
    return {
        camel(name): settings_out(value) if name == NESTED and isinstance(value, Mapping) else value
        for name, value in stored.items()
    }


def steps_in(given: Any, path: str) -> Any:
    """Return steps whose settings have the names that forms have. Raises: `Invalid`."""
    return _steps(given, path, settings_in)


def steps_out(stored: Any) -> Any:
    """Return stored steps with the names of the API."""
    return _steps(stored, "", lambda settings, _path: settings_out(settings))


def _steps(steps: Any, path: str, rename: Callable[[Any, str], Any]) -> Any:
    if not isinstance(steps, list):
        return steps
    return [_step(each, f"{path}[{number}]", rename) for number, each in enumerate(steps)]


def _step(step: Any, path: str, rename: Callable[[Any, str], Any]) -> Any:
    if not isinstance(step, Mapping):
        return step
    found = dict(step)
    if "settings" in found:
        found["settings"] = rename(found["settings"], f"{path}.settings")
    if isinstance(found.get("branches"), Mapping):
        found["branches"] = {
            name: _steps(inside, f"{path}.branches.{name}", rename)
            for name, inside in found["branches"].items()
        }
    return found
