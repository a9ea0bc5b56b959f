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
