"""What tests of the API of scoring share."""

from django.test import Client

BASE = "/api/v1/scoring"


def send(client: Client, method: str, path: str, body: object):
    return getattr(client, method)(f"{BASE}{path}", body, content_type="application/json")


def instant(moment) -> str:
    return moment.isoformat().replace("+00:00", "Z")
