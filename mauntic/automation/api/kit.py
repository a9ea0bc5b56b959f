"""Read and show workflows and journeys in the API: only their addresses and the word for steps differ."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.automation.api.names import settings_in, settings_out, steps_in, steps_out
from mauntic.automation.domain.options import options_from, shown
from mauntic.automation.models import Definition, Kind, Run, Switch
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_off, turn_on
from mauntic.kernel.api.serializers import camel
from mauntic.kernel.errors import Invalid, NotAllowed

MOST_DIGITS = 10
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^(\*|(W/)?"[0-9]{1,10}")$'},
    location=OpenApiParameter.HEADER,
    description="The ETag of an earlier answer. 409 if somebody saved another version since.",
)


@dataclass(frozen=True, slots=True)
class Kit:
    """How a kind of definition looks in the API.

    Args:
        kind: workflow or journey.
        steps: the key of its steps.
    """

    kind: Kind
    steps: str

    def save(
        self, wanted: Mapping[str, Any], request: Request, definition_id: UUID | None = None
    ) -> Definition:
        """Create a definition or save a new version, and turn it on or off if the request says so.

        Raises: `Invalid` with the paths of the API; `NotFound`; `Conflict`.
        """
        by = signed_in(request)
        with transaction.atomic(), self._in_api_names():
            saved = save_definition(
                kind=self.kind,
                draft=self._draft(wanted),
                by=by,
                definition_id=definition_id,
                opened=version_wanted(request) if definition_id else None,
            )
            return switched(saved, on=wanted["enabled"], by=by)

    def _draft(self, wanted: Mapping[str, Any]) -> Draft:
        return Draft(
            name=wanted["name"],
            trigger=wanted["trigger"],
            trigger_settings=settings_in(wanted["trigger_settings"], "triggerSettings"),
            conditions=wanted["conditions"],
            steps=steps_in(wanted[self.steps], "steps"),
            options=settings_in(wanted["options"], "options"),
        )

    def shown(self, definition: Definition) -> dict[str, Any]:
        """Return a definition for its shape. Its current version must be loaded."""
        version = definition.current
        if version:
            version.definition = definition  # read already
        return {
            "id": definition.pk,
            "name": definition.name,
            "status": definition.state,
            "locked_at": definition.locked_at,
            "version": version.number if version else 0,
            "trigger": version.trigger if version else "",
            "trigger_settings": settings_out(version.trigger_settings) if version else {},
            "conditions": version.conditions if version else {},
            self.steps: steps_out(version.steps) if version else [],
            "options": settings_out(shown(options_from(definition.options), self.kind.value)),
            "created_at": definition.created_at,
        }

    def detailed(self, definition: Definition) -> dict[str, Any]:
        """Return a definition for its shape, with what is broken about it."""
        found = self.shown(definition)
        return {**found, "problems": Script(definition.current).problems if definition.current else []}

    @contextmanager
    def _in_api_names(self) -> Iterator[None]:
        try:
            yield
        except Invalid as error:
            raise Invalid({self._path(path): said for path, said in error.fields.items()}) from error

    def _path(self, path: str) -> str:
        named = ".".join(camel(part) for part in path.split("."))
        return f"{self.steps}{named.removeprefix('steps')}" if named.startswith("steps") else named


def switched(definition: Definition, *, on: bool | None, by: User) -> Definition:
    """Turn a definition on or off, or leave it as it is. Raises: `Conflict` if it is broken."""
    if on is None or (not on and definition.state != Switch.ON):
        return definition
    return turn_on(definition_id=definition.pk, by=by) if on else turn_off(definition_id=definition.pk, by=by)


def run_shown(run: Run) -> dict[str, Any]:
    """Return a run for its shape. Its version must be loaded."""
    return {
        "id": run.pk,
        "version": run.version.number,
        "subject_kind": run.subject_kind,
        "subject_id": run.subject_id,
        "state": run.state,
        "reason": run.reason_text or (run.get_reason_display() if run.reason else ""),
        "step": run.step,
        "due_at": run.due_at,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
    }


def execution_shown(run: Run) -> dict[str, Any]:
    """Return a run with its actions for its shape."""
    return {**run_shown(run), "actions": list(run.actions.all())}


def etag(definition: Definition) -> dict[str, str]:
    """Return the header with the version of a definition."""
    return {"ETag": f'"{definition.current.number if definition.current else 0}"'}


def version_wanted(request: Request) -> int | None:
    """Return the version in `If-Match`; None without the header.

    Raises: `Invalid` if it is no ETag of a definition.
    """
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    number = given.removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
        raise Invalid({"If-Match": _('Send the ETag of an earlier answer, such as "3", or leave it out.')})
    return int(number)


def require_reader(request: Request) -> User:
    """Return the person who asks, if they may read workflows and journeys: managers, ops and admins.

    Raises: `NotAllowed`.
    """
    user = signed_in(request)
    if not (user.is_manager or user.is_ops):
        raise NotAllowed(_("Only managers, ops and admins can see this. Ask one of them."))
    return user
