"""Addresses lead to the domain of one company, or to none."""

import pytest

from mauntic.kernel import normalize


@pytest.mark.parametrize(
    ("raw", "domain"),
    [
        ("https://vetch-gmbh.de/?ref=kontakt@partner-seite.de", "vetch-gmbh.de"),
        ("vetch-gmbh.de/team/@ada", "vetch-gmbh.de"),
        ("quince.co.uk?u=http://other.de/", "quince.co.uk"),
        ("https://quince.co.uk\\@other.de", "quince.co.uk"),
        ("https:/quince.co.uk", "quince.co.uk"),
        ("https:quince.co.uk", "quince.co.uk"),
        ("HTTPS://http://Quince.co.uk/contact", "quince.co.uk"),
        ("//quince.co.uk", "quince.co.uk"),
        ("a/b@example.com", "example.com"),
        ("mailto:ada@example.com", "example.com"),
        ("ftp://quince.co.uk", None),
        ("quince.co.uk:99999", None),
        ("quince.co.uk; otter.de", None),
        ("52.5", None),
        ("1.250,50", None),
        ("2.5m", None),
        ("n.a.", None),
        ("e.g.", None),
        ("@pearpress", None),
    ],
)
def test_a_domain_is_that_of_the_host_and_no_number_is_one(raw, domain):
    assert normalize.domain_of(raw) == domain


@pytest.mark.parametrize(
    ("raw", "host"),
    [
        ("https://www.facebook.com/kilnandclay", "facebook.com"),
        ("de-de.facebook.com/kilnandclay", "facebook.com"),
        ("linkedin.com/company/otter-yachts/", "linkedin.com"),
        ("https://medium.com/@pearpress", "medium.com"),
        ("https://sites.google.com/view/willow", "sites.google.com"),
        ("maps.google.de/?q=kiln", "maps.google.de"),
        ("https://www.google.co.uk/maps/place/kiln", "google.co.uk"),
        ("github.com/kiln", "github.com"),
        ("linktr.ee/kiln", "linktr.ee"),
        ("www.wordpress.com", "wordpress.com"),
        ("myshopify.com", "myshopify.com"),
        ("www.github.io/kiln", "github.io"),
        ("marie.dupre@sfr.fr", "sfr.fr"),
        ("ada@tutanota.com", "tutanota.com"),
        ("ada@hey.com", "hey.com"),
        ("ada@mail.gmx.de", "gmx.de"),
        ("ada@mailinator.com", "mailinator.com"),
    ],
)
def test_what_many_share_tells_no_company_apart(raw, host):
    assert normalize.shared_host(raw) == host
    assert normalize.company_domain(raw) == ""


@pytest.mark.parametrize(
    ("raw", "domain"),
    [
        ("https://kiln.github.io/shop", "kiln.github.io"),
        ("shop.kiln.myshopify.com", "kiln.myshopify.com"),
        ("https://kiln.wordpress.com", "kiln.wordpress.com"),
        ("ada@kiln.onmicrosoft.com", "kiln.onmicrosoft.com"),
        ("https://kiln.uk.com", "kiln.uk.com"),
        ("ada@google.com", "google.com"),
        ("https://github.com/", "github.com"),
        ("netflix.com", "netflix.com"),
        ("max.com", "max.com"),
        ("n/a", ""),
        ("", ""),
    ],
)
def test_what_one_company_has_is_its_domain(raw, domain):
    assert normalize.shared_host(raw) == ""
    assert normalize.company_domain(raw) == domain


@pytest.mark.parametrize(
    ("raw", "domain"),
    [
        ("shop.firm.example", "firm.example"),
        ("a.b.c.firm.internal", "firm.internal"),
        ("www.firm.internal", "firm.internal"),
        ("firm.internal", "firm.internal"),
        ("firm", None),
        ("192.168.0.1", None),
        ("firm.123", None),
        ("firm.x", None),
        ("www.de", "www.de"),
        ("www.firm.de", "firm.de"),
        ("firm.de.", "firm.de"),
        (".firm.de", "firm.de"),
        ("FIRM.DE", "firm.de"),
        ("faß.de", "xn--fa-hia.de"),
        ("firm.xn--p1ai", "firm.xn--p1ai"),
        ("-firm-.de", None),
        ("ada@b@firm.de", "firm.de"),
        (" https://firm.de ", "firm.de"),
        (" http://me@firm.de/a@b.org", "firm.de"),
        (f"{'a' * 64}.de", None),
    ],
)
def test_the_registered_domain_is_in_ascii_and_small_letters(raw, domain):
    assert normalize.domain_of(raw) == domain


def test_an_address_has_at_most_4000_characters():
    address = "https://firm.de/"

    assert normalize.domain_of(address.ljust(4000, "x")) == "firm.de"
    assert normalize.domain_of(address.ljust(4001, "x")) is None
    assert normalize.shared_host("facebook.com/".ljust(4001, "x")) == ""


@pytest.mark.parametrize(
    ("raw", "host"),
    [
        ("github.com", ""),
        ("github.com/", ""),
        ("github.com//", ""),
        ("github.com/x", "github.com"),
        ("gist.github.com", "gist.github.com"),
        ("pinterest.co.uk", "pinterest.co.uk"),
        ("notfacebook.com", ""),
        ("facebook.com.firm.de", ""),
        ("x.com", "x.com"),
        ("firm.de", ""),
        ("co.uk", ""),
        ("", ""),
    ],
)
def test_a_host_of_many_is_told_by_its_whole_name(raw, host):
    assert normalize.shared_host(raw) == host


@pytest.mark.parametrize(
    ("domain", "is_free", "is_disposable"),
    [
        ("GMAIL.com", True, False),
        ("posteo.de", True, False),
        ("mail.posteo.de", True, False),
        ("firm.de", False, False),
        ("MAILINATOR.com", True, True),
        ("x.mailinator.com", True, True),
    ],
)
def test_a_mailbox_of_anyone_says_nothing_about_an_employer(domain, is_free, is_disposable):
    assert normalize.is_disposable(domain) is is_disposable
    assert (normalize.is_free_mail(domain) or is_disposable) is is_free
