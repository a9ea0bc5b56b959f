"""Sitemaps."""

from revops.agents.research.adapters.sitemaps import sitemap_pages
from tests.revops.agents.research.conftest import HOST

HOME = f"https://{HOST}/"
ENTRY = "<url><loc> {}about </loc><lastmod>2026-01-01</lastmod></url><url></url>"
URLS = f"<?xml version='1.0'?><urlset>{ENTRY}</urlset>"


def test_pages_come_with_their_change(sites, fetcher):
    sites.add(HOST, "/sitemap.xml", URLS.format(HOME), content_type="application/xml")
    assert [(each.url, each.changed) for each in sitemap_pages(fetcher, HOME)] == [
        (f"{HOME}about", "2026-01-01")
    ]


def test_an_index_leads_to_its_first_maps(sites, fetcher):
    inner = "".join(f"<sitemap><loc>{HOME}{n}.xml</loc></sitemap>" for n in range(50))
    sites.add(HOST, "/sitemap.xml", f"<sitemapindex>{inner}</sitemapindex>", content_type="application/xml")
    sites.add(HOST, "/0.xml", URLS.format(HOME), content_type="application/xml")
    assert len(sitemap_pages(fetcher, HOME)) == 1
    assert len(sites.calls) == 4


def test_bombs_and_missing_maps_name_nothing(sites, fetcher):
    assert sitemap_pages(fetcher, HOME) == []
    bomb = '<!DOCTYPE a [<!ENTITY b "bb">]><urlset><url><loc>&b;&b;</loc></url></urlset>'
    sites.add(HOST, "/sitemap.xml", bomb, content_type="application/xml")
    assert [each.url for each in sitemap_pages(fetcher, HOME)] == ["&b;&b;"]
