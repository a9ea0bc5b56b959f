"""The web server's memory returns to its level after an attack with large bodies."""

import http.client

import psutil
import pytest

pytestmark = pytest.mark.processes

MEGABYTE = 1024 * 1024
LARGE = b'{"customFields": {"note": "' + b"x" * (9 * MEGABYTE) + b'"}}'
SLACK = 40 * MEGABYTE


def send(port, address, body, *, chunked=False):
    """The status of the answer; a server may hang up on a body that it does not take."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Host": "acme.localhost", "Content-Type": "application/json"}
    try:
        parts = iter([body[at : at + MEGABYTE] for at in range(0, len(body), MEGABYTE)]) if chunked else body
        connection.request("POST", address, parts, headers, encode_chunked=chunked)
        return connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        return 413
    finally:
        connection.close()


def test_memory_returns_to_its_level_after_large_bodies(house):
    port = house.start_web()
    server = psutil.Process(house._workers[-1].pid)
    for address in ("/v1/batch", "/api/v1/crm/contacts"):
        for chunked in (False, True):
            assert send(port, address, LARGE, chunked=chunked) == 413
    before = server.memory_info().rss

    for _ in range(15):
        for address in ("/v1/batch", "/api/v1/crm/contacts"):
            assert send(port, address, LARGE) == 413
            assert send(port, address, LARGE, chunked=True) == 413

    assert server.memory_info().rss < before + SLACK
