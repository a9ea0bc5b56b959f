"""What a site's sitemaps name."""

from selectolax.lexbor import LexborHTMLParser

from revops.agents.research.adapters.sites import NotFetched, Sites
from revops.agents.research.domain.decoding import decode
from revops.agents.research.domain.page_choice import Candidate

MOST_MAPS, MOST_ADDRESSES = 3, 5_000


def sitemap_pages(sites: Sites, home: str) -> list[Candidate]:
    """Return the pages of a site's sitemaps, of an index of sitemaps those of its first ones.

    A sitemap that cannot be read names none. It is parsed as HTML, which knows no entities of its own: they
    are what makes XML of strangers dangerous.
    """
    found: list[Candidate] = []
    waiting, read = sites.sitemaps(home), 0
    while waiting and read < MOST_MAPS and len(found) < MOST_ADDRESSES:
        read += 1
        try:
            answer = sites.fetch(waiting.pop(0))
        except NotFetched:
            continue
        tree = LexborHTMLParser(decode(answer.body, answer.charset))
        waiting.extend(node.text(strip=True) for node in tree.css("sitemap > loc")[:MOST_MAPS])
        for node in tree.css("url")[:MOST_ADDRESSES]:
            where, changed = node.css_first("loc"), node.css_first("lastmod")
            if where:
                found.append(
                    Candidate(where.text(strip=True), changed=changed.text(strip=True) if changed else "")
                )
    return found
