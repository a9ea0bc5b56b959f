"""Whose address a request comes from."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory

from mauntic.kernel.requests.proxies import TrustedProxyMiddleware


def client_of(settings, trusted: list[str], peer: str, forwarded: str | None) -> str:
    settings.MAUNTIC_TRUSTED_PROXIES = trusted
    seen = []

    def view(request):
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)
    TrustedProxyMiddleware(view)(request)
    return seen[0]


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        ([], "198.51.100.7", "203.0.113.9", "198.51.100.7"),  # nobody is trusted
        (["10.0.0.0/8"], "198.51.100.7", "203.0.113.9", "198.51.100.7"),  # a client that pretends
        (["10.0.0.0/8"], "10.0.0.2", "203.0.113.9", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.2", "1.1.1.1, 203.0.113.9", "203.0.113.9"),  # the client's own claim first
        (["10.0.0.0/8"], "10.0.0.2", "1.1.1.1, 203.0.113.9, 10.9.9.9", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.2", "10.1.1.1", "10.1.1.1"),  # a client inside
        (["10.0.0.0/8"], "10.0.0.2", "203.0.113.9, nonsense", "10.0.0.2"),
        (["10.0.0.0/8"], "10.0.0.2", "203.0.113.9:51234", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.2", "[2001:db8::5]:443, 10.1.1.1:80", "2001:db8::5"),
        (["10.0.0.0/8"], "10.0.0.2", None, "10.0.0.2"),
        (["fd00::/8"], "fd00::1", "2001:db8::5", "2001:db8::5"),
        (["10.0.0.0/8"], "::ffff:10.0.0.2", "203.0.113.9", "203.0.113.9"),
        (["socket"], "", "203.0.113.9", "203.0.113.9"),
        ([], "", "203.0.113.9", ""),
    ],
)
def test_only_what_trusted_proxies_wrote_names_the_client(settings, trusted, peer, forwarded, client):
    assert client_of(settings, trusted, peer, forwarded) == client


def test_a_network_that_is_none_is_named_at_the_start(settings):
    settings.MAUNTIC_TRUSTED_PROXIES = ["proxy.example"]
    with pytest.raises(ImproperlyConfigured, match="MAUNTIC_TRUSTED_PROXIES"):
        TrustedProxyMiddleware(lambda _: HttpResponse())


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        ([" 10.0.0.0/8 ", ""], "10.0.0.2", "203.0.113.9", "203.0.113.9"),
        (["10.0.0.5/8"], "10.200.0.2", "203.0.113.9", "203.0.113.9"),  # a host stands for its network
        (["10.0.0.2"], "10.0.0.2", "203.0.113.9", "203.0.113.9"),
        (["10.0.0.2"], "10.0.0.3", "203.0.113.9", "10.0.0.3"),
        (["socket", "10.0.0.0/8"], "", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (["socket"], "", "", ""),
        (["socket"], "", "10.0.0.2", "10.0.0.2"),
        (["10.0.0.0/8"], "10.0.0.2", "10.1.1.1, 10.2.2.2", "10.1.1.1"),  # the farthest that is trusted
        (["10.0.0.0/8"], "10.0.0.2", " 203.0.113.9 ,10.1.1.1", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.2", "[2001:db8::5]", "2001:db8::5"),
        (["10.0.0.0/8"], "10.0.0.2", "::ffff:203.0.113.9", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.2", "203.0.113.9:", "10.0.0.2"),
        (["10.0.0.0/8"], "nonsense", "203.0.113.9", "nonsense"),
        (["10.0.0.0/8"], "10.0.0.2:51234", "203.0.113.9", "203.0.113.9"),
    ],
)
def test_addresses_are_read_in_the_forms_in_which_proxies_write_them(
    settings, trusted, peer, forwarded, client
):
    assert client_of(settings, trusted, peer, forwarded) == client
