import socket
import threading
import time

import httpx2
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from mauntic.kernel.http import BlockedAddressError, TransportError
from mauntic.kernel.sdk_client import guarded_client


@pytest.fixture(autouse=True)
def _loopback(settings) -> None:
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True


def test_a_call_goes_through_with_the_name_of_its_host(httpserver: HTTPServer):
    httpserver.expect_request("/x").respond_with_handler(lambda request: Response(request.headers["Host"]))
    with guarded_client(within=5) as client:
        answer = client.get(f"http://localhost:{httpserver.port}/x")
    assert (answer.status_code, answer.text) == (200, f"localhost:{httpserver.port}")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1", "168.63.129.16", "[::ffff:10.0.0.1]"],
)
def test_addresses_of_the_inner_network_are_never_called(settings, host):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = False
    with guarded_client(within=2) as client, pytest.raises(BlockedAddressError):
        client.get(f"http://{host}:9/")


def test_the_operator_may_allow_private_networks(settings, httpserver: HTTPServer):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = False
    httpserver.expect_request("/x").respond_with_data("here")
    with guarded_client(within=5, private=True) as client:
        assert client.get(httpserver.url_for("/x")).text == "here"


def test_a_name_that_changes_its_address_after_the_check_is_called_where_it_was_checked(
    httpserver: HTTPServer, monkeypatch
):
    httpserver.expect_request("/x").respond_with_data("here")
    resolve, asked = socket.getaddrinfo, []

    def changing(host, *args, **options):
        asked.append(host)
        return resolve("127.0.0.1" if host == "changing.example" else host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with guarded_client(within=5) as client:
        assert client.get(f"http://changing.example:{httpserver.port}/x").text == "here"
    assert asked.count("changing.example") == 1


def test_a_redirect_is_not_followed(httpserver: HTTPServer):
    httpserver.expect_request("/x").respond_with_data(
        "", status=302, headers={"Location": "http://10.0.0.1/"}
    )
    with guarded_client(within=5) as client:
        assert client.get(httpserver.url_for("/x")).status_code == 302


def test_an_answer_is_read_up_to_the_size_limit_and_no_further(httpserver: HTTPServer):
    httpserver.expect_request("/x").respond_with_data("x" * 1_001)
    with guarded_client(within=5, max_bytes=1_000) as client, pytest.raises(TransportError, match="larger"):
        client.get(httpserver.url_for("/x"))


def test_a_dripping_server_runs_into_the_time_limit():
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        with listener, listener.accept()[0] as connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            for _ in range(40):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return
                time.sleep(0.1)

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with guarded_client(within=0.5) as client, pytest.raises(TransportError, match="longer"):
        client.get(url)
    thread.join(10)


def test_an_unknown_name_is_an_error_of_the_connection(monkeypatch):
    def unknown(*_args, **_options):
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with guarded_client(within=2) as client, pytest.raises(httpx2.ConnectError, match=r"nowhere\.example"):
        client.get("http://nowhere.example/")


def test_a_closed_port_is_an_error_of_the_connection():
    with guarded_client(within=2) as client, pytest.raises(httpx2.ConnectError):
        client.get("http://127.0.0.1:9/")
