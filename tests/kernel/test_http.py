import gzip
import re
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from mauntic.kernel.http import (
    BlockedAddressError,
    CallRecord,
    HttpAnswer,
    HttpClient,
    TransportError,
    UnreachableError,
    redact_url,
)


@pytest.fixture
def calls() -> list[CallRecord]:
    return []


@pytest.fixture
def client(calls: list[CallRecord]) -> HttpClient:
    return HttpClient(allow_loopback=True, on_call=calls.append)


@pytest.fixture
def serve_raw():
    """Serve fixed bytes to one connection, then close it or hold it open until the test ends."""
    ended = threading.Event()
    threads = []

    def serve(answer: bytes, *, closing: bool = False) -> str:
        listener = socket.create_server(("127.0.0.1", 0))

        def run() -> None:
            with listener, listener.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(answer)
                if not closing:
                    ended.wait(10)

        threads.append(threading.Thread(target=run, daemon=True))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield serve
    ended.set()
    for thread in threads:
        thread.join(10)


def test_an_answer_of_any_status_is_returned_with_headers_and_body(client, httpserver: HTTPServer):
    httpserver.expect_request("/thing").respond_with_json({"no": "such"}, status=404, headers={"X-Left": "7"})
    answer = client.get(httpserver.url_for("/thing"))
    assert (answer.status, answer.json(), answer.headers["x-left"]) == (404, {"no": "such"}, "7")


def test_a_request_carries_parameters_headers_body_and_our_name(client, httpserver: HTTPServer):
    httpserver.expect_request(
        "/thing", method="POST", query_string={"q": "ä b"}, headers={"X-Key": "k"}, json={"a": 1}
    ).respond_with_handler(lambda request: Response(request.headers["User-Agent"]))
    answer = client.post(
        httpserver.url_for("/thing"), params={"q": "ä b"}, headers={"X-Key": "k"}, json={"a": 1}
    )
    assert answer.body == b"Mauntic/1.0"


def test_every_call_is_recorded_without_its_secrets(client, calls, httpserver: HTTPServer):
    httpserver.expect_request("/thing").respond_with_data("hello", status=418)
    client.get(httpserver.url_for("/thing"), params={"api_key": "sk_1", "domain": "example.com"})
    (record,) = calls
    assert record.duration_ms >= 0
    assert record == CallRecord(
        method="GET",
        url=httpserver.url_for("/thing?api_key=REDACTED&domain=example.com"),
        status=418,
        duration_ms=record.duration_ms,
        bytes=5,
        error="",
    )


@pytest.mark.parametrize(
    ("url", "redacted"),
    [
        ("https://me:pw@h.example:8/p?token=1&q=a#frag", "https://h.example:8/p?token=REDACTED&q=a"),
        ("https://h.example/?KEY=1&X-Signature=2&password=3", "https://h.example/?KEY=REDACTED&X-Signature=REDACTED&password=REDACTED"),
        ("https://h.example/?email=a%40example.com", "https://h.example/?email=a%40example.com"),
        ("http://[::1", "(malformed URL)"),
    ],
)  # fmt: skip
def test_secrets_are_taken_out_of_urls(url, redacted):
    assert redact_url(url) == redacted


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://[::1]:9/",
        "http://0.0.0.0:9/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::10.0.0.1]/",
        "http://[64:ff9b::10.0.0.1]/",
        "http://[2002:a00:1::]/",
        "http://[fec0::1]/",
        "http://[fd00::1]/",
        "http://2130706433:9/",
    ],
)
def test_addresses_of_the_inner_network_are_never_called(url, calls):
    with pytest.raises(BlockedAddressError):
        HttpClient(on_call=calls.append).get(url)
    assert [(record.status, record.error.split()[0]) for record in calls] == [(None, "blocked")]


@pytest.mark.parametrize(
    "url", ["not a url", "ftp://example.com/", "http://", "http://[::1", f"http://{'a' * 70}.example/"]
)
def test_a_malformed_url_is_refused(client, url):
    with pytest.raises(BlockedAddressError):
        client.get(url)


def test_a_key_with_a_line_break_is_refused_without_being_quoted(client, calls):
    with pytest.raises(BlockedAddressError) as caught:
        client.get("http://127.0.0.1:9/", headers={"X-Key": "sk_secret\n"})
    assert "sk_secret" not in f"{caught.value}{caught.value.__cause__}{calls}"


def test_a_redirect_is_an_answer_unless_it_is_to_be_followed(client, httpserver: HTTPServer):
    httpserver.expect_request("/old").respond_with_data(status=302, headers={"Location": "/new"})
    httpserver.expect_request("/new").respond_with_data("here")
    assert client.get(httpserver.url_for("/old")).status == 302
    assert client.get(httpserver.url_for("/old"), follow_redirects=True).body == b"here"


def test_a_redirect_into_the_inner_network_is_blocked(client, httpserver: HTTPServer):
    httpserver.expect_request("/").respond_with_data(
        status=302, headers={"Location": "http://10.0.0.1/admin"}
    )
    with pytest.raises(BlockedAddressError):
        client.get(httpserver.url_for("/"), follow_redirects=True)


def test_headers_do_not_follow_a_redirect_to_another_host(client, httpserver: HTTPServer):
    seen: list[str | None] = []

    def answer(request: Request) -> Response:
        seen.append(request.headers.get("X-Key"))
        return Response("done")

    other = httpserver.url_for("/new").replace("localhost", "127.0.0.1")
    httpserver.expect_request("/same").respond_with_data(status=307, headers={"Location": "/new"})
    httpserver.expect_request("/other").respond_with_data(status=307, headers={"Location": other})
    httpserver.expect_request("/new").respond_with_handler(answer)
    for path in ("/same", "/other"):
        client.get(httpserver.url_for(path), headers={"X-Key": "k"}, follow_redirects=True)
    assert seen == ["k", None]


def test_endless_redirects_end(client, httpserver: HTTPServer):
    httpserver.expect_request("/").respond_with_data(status=302, headers={"Location": "/"})
    with pytest.raises(TransportError, match="redirects"):
        client.get(httpserver.url_for("/"), follow_redirects=True)


def test_a_name_that_changes_its_address_after_the_check_is_called_where_it_was_checked(
    client, httpserver: HTTPServer, monkeypatch
):
    resolve = socket.getaddrinfo
    addresses = iter(["127.0.0.1", "10.0.0.1"])

    def changing(host, *args, **kwargs):
        return resolve(next(addresses) if host == "changing.example" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    httpserver.expect_request("/").respond_with_handler(lambda request: Response(request.host))
    answer = client.get(f"http://changing.example:{httpserver.port}/")
    assert answer.body == f"changing.example:{httpserver.port}".encode()
    assert next(addresses) == "10.0.0.1"


def test_a_closed_port_is_a_transport_error_with_its_cause(client, calls):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(TransportError) as caught:
        client.get(f"http://127.0.0.1:{port}/")
    assert type(caught.value.__cause__).__name__ == "ConnectionError"
    assert [(record.status, record.error) for record in calls] == [(None, "ConnectionError")]


def test_only_a_connection_that_never_was_is_known_to_have_sent_nothing(client, serve_raw):
    with pytest.raises(UnreachableError):
        client.post("http://127.0.0.1:9/", json={})
    with pytest.raises(TransportError) as caught:
        client.post(serve_raw(b"", closing=True), json={})
    assert not isinstance(caught.value, UnreachableError)


def test_a_silent_server_runs_into_the_time_limit(client, calls, serve_raw):
    with pytest.raises(TransportError, match="ReadTimeout"):
        client.get(serve_raw(b""), timeout=0.1)
    assert [record.error for record in calls] == ["ReadTimeout"]


def test_an_answer_that_is_cut_off_is_a_transport_error(client, calls, serve_raw):
    url = serve_raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf", closing=True)
    with pytest.raises(TransportError, match="ProtocolError"):
        client.get(url)
    assert (calls[0].status, calls[0].bytes) == (200, 4)


def test_a_dripping_server_runs_into_the_time_limit(client, httpserver: HTTPServer):
    ended = threading.Event()

    def drip(_: Request) -> Response:
        return Response(b"x" for _ in iter(lambda: ended.wait(0.02), True))

    httpserver.expect_request("/").respond_with_handler(drip)
    with pytest.raises(TransportError, match=r"longer than 0\.2 seconds"):
        client.get(httpserver.url_for("/"), timeout=0.2)
    ended.set()


def drip_of(first: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    """Return what sends a beginning, and a piece every tenth of a second until nobody listens."""

    def drip(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.sendall(first)
            while True:
                time.sleep(0.1)
                connection.sendall(piece)

    return drip


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\n", b"X"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b""),
    ],
    ids=["nothing", "one header without end", "headers without end", "body", "body that does not come"],
)
def test_headers_and_body_share_one_deadline(client, first, piece):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            with listener.accept()[0] as connection:
                connection.recv(65536)
                drip_of(first, piece)(connection)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        started = time.monotonic()
        with pytest.raises(TransportError):
            client.get(f"http://127.0.0.1:{listener.getsockname()[1]}/", timeout=0.5)
        assert 0.4 < time.monotonic() - started < 1.5


def test_redirects_share_the_deadline_of_their_call(client, httpserver: HTTPServer):
    def slow(request: Request) -> Response:
        time.sleep(0.3)
        return Response(status=302, headers={"Location": f"/{int(request.path[1:]) + 1}"})

    httpserver.expect_request(re.compile("/.*")).respond_with_handler(slow)
    started = time.monotonic()
    with pytest.raises(TransportError):
        client.get(httpserver.url_for("/0"), timeout=0.8, follow_redirects=True)
    assert time.monotonic() - started < 1.2


def test_a_connection_that_is_used_again_has_the_time_of_its_own_call(client, httpserver: HTTPServer):
    httpserver.expect_request("/").respond_with_data("ok")
    url = httpserver.url_for("/")
    assert client.get(url, timeout=0.5).body == b"ok"
    time.sleep(0.6)
    assert client.get(url, timeout=0.5).body == b"ok"


@pytest.mark.parametrize("size", [100, 101])
def test_answers_are_read_up_to_the_size_limit_and_no_further(calls, httpserver: HTTPServer, size):
    client = HttpClient(allow_loopback=True, max_bytes=100, on_call=calls.append)
    httpserver.expect_request("/").respond_with_data("x" * size)
    if size <= 100:
        assert len(client.get(httpserver.url_for("/")).body) == 100
        return
    with pytest.raises(TransportError, match="larger than 100 bytes"):
        client.get(httpserver.url_for("/"))
    assert calls[0].error == "The answer is larger than 100 bytes."


@pytest.mark.parametrize("packed", [False, True])
def test_of_a_large_answer_whose_status_decides_the_beginning_is_read(calls, httpserver: HTTPServer, packed):
    client = HttpClient(allow_loopback=True, max_bytes=1_000, cuts=True, on_call=calls.append)
    bomb = b"0" * 20_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    httpserver.expect_request("/").respond_with_data(gzip.compress(bomb) if packed else bomb, headers=headers)
    tracemalloc.start()
    assert client.get(httpserver.url_for("/")).body == b"0" * 1_000
    # The server of the test has the whole in this process, too.
    assert tracemalloc.get_traced_memory()[1] < 3 * len(bomb)
    tracemalloc.stop()
    assert (calls[0].status, calls[0].bytes) == (200, 1_000)


@pytest.mark.parametrize(
    "headers",
    [b"X: " + b"y" * 100_000 + b"\r\n", b"".join(b"X%d: y\r\n" % number for number in range(500))],
    ids=["long", "many"],
)
def test_headers_without_measure_are_a_transport_error(client, serve_raw, headers):
    with pytest.raises(TransportError):
        client.get(serve_raw(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n", closing=True))


def test_a_certificate_that_nobody_vouches_for_sends_nothing(client, serve_raw):
    url = serve_raw(b"this is not TLS", closing=True).replace("http://", "https://")
    with pytest.raises(UnreachableError, match="SSLError"):
        client.get(url)


def test_cookies_of_an_answer_are_not_sent_back(client, httpserver: HTTPServer):
    httpserver.expect_request("/").respond_with_handler(
        lambda request: Response(request.headers.get("Cookie", "none"), headers={"Set-Cookie": "a=b"})
    )
    assert [client.get(httpserver.url_for("/")).body for _ in range(2)] == [b"none", b"none"]


def test_compressed_answers_are_unpacked(client, httpserver: HTTPServer):
    packed = gzip.compress(b"hello" * 50_000)
    httpserver.expect_request("/").respond_with_data(packed, headers={"Content-Encoding": "gzip"})
    assert client.get(httpserver.url_for("/")).body == b"hello" * 50_000


@pytest.mark.parametrize("body", [b"<html>", b'{"a": 1', b"", b'{"a": NaN}', b"\xff\xfe", b"[" * 200_000])
def test_what_is_not_json_is_a_value_error(body):
    with pytest.raises(ValueError):  # noqa: PT011 - the messages are the parser's own
        HttpAnswer(200, {}, body, 1).json()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("37", 37.0),
        ("0.5", 0.5),
        ("Mon, 02 Nov 2026 10:00:30 GMT", 30.0),
        ("Mon, 02 Nov 2026 09:00:00 GMT", 0.0),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds(value, seconds):
    now = datetime(2026, 11, 2, 10, tzinfo=UTC)
    assert HttpAnswer(429, {"retry-after": value}, b"", 1).retry_after(now) == seconds


@pytest.mark.parametrize("allowed", [True, False])
def test_loopback_is_called_only_when_the_settings_say_so(settings, allowed):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = allowed
    assert HttpClient.from_settings().allow_loopback is allowed


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"not http at all\r\n\r\n",
    ],
)
def test_an_answer_that_breaks_the_protocol_is_a_transport_error(client, serve_raw, answer):
    with pytest.raises(TransportError):
        client.get(serve_raw(answer), timeout=0.2)


@pytest.mark.parametrize("url", ["http://168.63.129.16/", "http://[::ffff:168.63.129.16]:32526/vmSettings"])
def test_azures_wire_server_is_not_called_though_its_address_is_public(client, url):
    with pytest.raises(BlockedAddressError):
        client.get(url)
