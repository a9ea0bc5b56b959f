"""Calls of the API of lead intelligence."""

import json

from django.http import HttpResponse
from django.test import Client

ROOT = "/api/v1/lead-intelligence"


def send(client: Client, method: str, path: str, body: dict | None = None) -> HttpResponse:
    """Send a request with a JSON body, or without one."""
    sent = "" if body is None else json.dumps(body)
    return client.generic(method, f"{ROOT}{path}", sent, content_type="application/json")
