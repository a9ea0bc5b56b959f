"""Makes forms and assets, and asks for public addresses as browsers do."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import time_machine
from django.test import Client

from mauntic.kernel.clock import now
from mauntic.tracking.models import TrackingForm
from tests.tracking.visits.collector import CHROME

PAGE = {"Accept": "text/html", "User-Agent": CHROME}
SCRIPT = {"Accept": "*/*", "User-Agent": CHROME}


@dataclass
class Browser:
    """Somebody's browser on another site; it keeps no cookies of ours."""

    client: Client

    def send(self, form: TrackingForm, headers: dict[str, str] | None = None, **answers: Any):
        """A form as a page's script sends it."""
        return self.client.post(f"/forms/{form.slug}/", answers, headers={**SCRIPT, **(headers or {})})

    def submit(self, form: TrackingForm, **answers: Any):
        """A form as a plain page sends it."""
        return self.client.post(f"/forms/{form.slug}/", answers, headers=PAGE)

    def stamp(self, form: TrackingForm, *, ago: timedelta) -> str:
        """The stamp of a form that was shown so long ago."""
        with time_machine.travel(now() - ago, tick=False):
            return self.client.get(f"/forms/{form.slug}/stamp/", headers=SCRIPT).json()["stamp"]

    def open(self, path: str, headers: dict[str, str] | None = None, **query: str | UUID):
        """An address, by a click."""
        return self.client.get(
            path, {k: str(v) for k, v in query.items()}, headers={**PAGE, **(headers or {})}
        )
