"""N messages through POST /v1/batch: a hundred in each, half of them of known contacts, over real HTTP.

The server is uvicorn as in production, with a process per core; the clients keep their connections. The floor
is as many requests to a view of the same server that does nothing (`/v1/m`), which costs what Django, its
middleware and finding the organization cost.
"""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.tracking.models import TrackedEvent, Visit, WriteKey

HOST = "bench.localhost"
MESSAGES_PER_BATCH = 100
CONNECTIONS = 8
PROCESSES = 2
VISITORS = 2_000
WARM_UP = 20
PATIENCE_S = 60
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"

_CONTACTS = """
    INSERT INTO crm_contact (id, first_name, last_name, email, phone, direct_phone, title, seniority,
        country, region, linkedin_url, lifecycle_stage, source, referrer, consent, suppressed_reason,
        custom_fields, created_at, updated_at, lead_score, lead_grade, intent_score, enrichment_status)
    SELECT gen_random_uuid(), 'First', 'Last' || n, 'person' || n || '@company.example', '', '', '', '',
        '', '', '', 'lead', 'bench', '', 'unknown', '', '{}', now(), now(), 0, '', 0, ''
    FROM generate_series(1, %s) AS n
"""
_VISITORS = """
    INSERT INTO tracking_visitor (id, anonymous_id, contact_id, first_seen_at, last_seen_at)
    SELECT gen_random_uuid(), 'known-' || row_number() OVER (), id, now(), now() FROM crm_contact
"""


def run(n: int) -> dict[str, float | int | str]:
    """Seconds from the first request to the last answer for `n` messages; every one is kept, or it fails."""
    site = WriteKey.objects.create(name="Bench")
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS, [VISITORS])
        cursor.execute(_VISITORS)
    batches = [_batch(site.key) for _ in range(max(n // MESSAGES_PER_BATCH, 1))]
    with _server() as port:
        _send(port, "/v1/batch", [_batch(site.key) for _ in range(WARM_UP)])
        floor = _send(port, "/v1/m", [b"{}"] * max(len(batches), 500)) / max(len(batches), 500) * len(batches)
        before = _stored_count()
        seconds = _send(port, "/v1/batch", batches)
        stored = _stored_count() - before
    messages = len(batches) * MESSAGES_PER_BATCH
    if stored != messages:
        sys.exit(f"Only {stored} of {messages} messages were kept.")
    return {
        "name": "ingest",
        "n": messages,
        "seconds": round(seconds, 3),
        "floor_seconds": round(floor, 3),
        "per_second": round(messages / seconds, 1),
        "batches_per_second": round(len(batches) / seconds, 1),
        "noop_per_second": round(len(batches) / floor, 1),
        "facts": StoredEvent.objects.count(),
    }


def _batch(key: str) -> bytes:
    messages = [_message(is_known=number % 2 == 0) for number in range(MESSAGES_PER_BATCH)]
    return json.dumps({"writeKey": key, "sentAt": now().isoformat(), "batch": messages}).encode()


def _message(*, is_known: bool) -> dict[str, object]:
    url = f"https://www.acme.example/{random.choice(['pricing', 'docs/api', 'blog/post', ''])}"
    page = {"url": url, "path": "/pricing", "title": "Acme", "referrer": "https://search.example/"}
    kinds: tuple[dict[str, object], ...] = (
        {"type": "page", "properties": page},
        {"type": "track", "event": "Chat Started", "properties": {"plan": "pro", "seats": 12}},
    )
    return {
        **random.choice(kinds),
        "messageId": f"ajs-next-{uuid.uuid4()}",
        "anonymousId": f"{'known' if is_known else 'unknown'}-{random.randint(1, VISITORS)}",
        "timestamp": now().isoformat(),
        "context": {
            "page": page,
            "userAgent": CHROME,
            "locale": "en-US",
            "library": {"name": "analytics.js", "version": "next-1.84.3"},
            "timezone": "Europe/Berlin",
        },
        "integrations": {},
    }


def _stored_count() -> int:
    return Visit.objects.count() + TrackedEvent.objects.count()


def _send(port: int, path: str, bodies: Sequence[bytes]) -> float:
    """Send bodies over several connections; the seconds until all are answered."""
    shares = [bodies[start::CONNECTIONS] for start in range(CONNECTIONS)]
    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda share: _send_share(port, path, share), shares))
    return time.perf_counter() - started


def _send_share(port: int, path: str, bodies: Sequence[bytes]) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    for body in bodies:
        client.request("POST", path, body, {"Host": HOST, "Content-Type": "application/json"})
        answer = client.getresponse()
        content = answer.read()
        if answer.status != http.client.OK or json.loads(content) != {"success": True}:
            sys.exit(f"{path} answered {answer.status}: {content[:500].decode()}")
    client.close()


@contextmanager
def _server() -> Iterator[int]:
    """The web server as docs/deploy.md starts it; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "uvicorn", "mauntic.asgi:application", f"--port={port}"]
    options = [f"--workers={PROCESSES}", "--no-access-log", "--timeout-keep-alive=75", "--log-level=warning"]
    environment = os.environ | {"LOG_LEVEL": "WARNING"}
    with subprocess.Popen([*command, *options], env=environment) as process:  # noqa: S603 (our own program)
        try:
            _await_answer(port)
            yield port
        finally:
            process.terminate()


def _await_answer(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            client.request("GET", "/healthz")
            if client.getresponse().status == http.client.OK:
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            sys.exit("The web server did not start.")
        time.sleep(0.1)
