"""Which addresses may be called, and the secrets of signatures."""

import base64

import pytest

from mauntic.automation.domain.addresses import address_problem, new_secret


@pytest.mark.parametrize(
    "url", ["https://hooks.example.com/in", "https://8.8.8.8/x?key=1", "https://hooks.example.com:8443/"]
)
def test_addresses_of_the_world_are_taken(url):
    assert address_problem(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example.com",
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "https://user:password@hooks.example.com/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/",
        "https://localhost/",
        "https://intranet/",
        "https://[nonsense",
        "https://hooks.example.com/" + "x" * 500,
    ],
)
def test_others_are_refused(url):
    assert address_problem(url)


def test_this_machine_is_called_where_it_is_allowed():
    assert address_problem("http://127.0.0.1:8000/in", allow_loopback=True) == ""
    assert address_problem("http://10.0.0.1/in", allow_loopback=True)


def test_a_secret_has_32_random_bytes():
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32
