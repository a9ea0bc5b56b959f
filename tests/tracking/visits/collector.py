"""Sends messages as Segment's clients do."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from mauntic.events.models import StoredEvent
from mauntic.tracking.models import WriteKey

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"


@dataclass
class Sender:
    """A client of the tracking API: `sender.send("track", userId="u1", event="Signed Up")`."""

    client: Client
    site: WriteKey

    def send(self, kind: str, headers: dict[str, str] | None = None, **message: Any):
        """One message of a type, to its own address."""
        return self.post(kind, {"writeKey": self.site.key, **message}, headers)

    def batch(self, *messages: dict[str, Any], headers: dict[str, str] | None = None, **envelope: Any):
        """Many messages at once."""
        return self.post("batch", {"writeKey": self.site.key, "batch": list(messages), **envelope}, headers)

    def post(self, path: str, body: object, headers: dict[str, str] | None = None):
        """Anything at all; `body` is sent as it is when it is bytes."""
        data = body if isinstance(body, bytes) else json.dumps(body)
        return self.client.post(
            f"/v1/{path}",
            data,
            content_type="application/json",
            headers={"User-Agent": CHROME, **(headers or {})},
        )


PAGE = {"type": "page", "anonymousId": "browser-1", "properties": {"url": "https://acme.example/pricing"}}
IDENTIFY = {"type": "identify", "anonymousId": "browser-1", "traits": {"email": "jo@buyer.example"}}


def facts(wire_name: str) -> list[dict]:
    """The facts of a type that were published, in order."""
    rows = StoredEvent.objects.filter(type=wire_name).order_by("occurred_at", "pk")
    return [fact for row in rows for fact in row.facts]
