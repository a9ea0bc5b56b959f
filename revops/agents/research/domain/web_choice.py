"""Which pages of a web search are worth reading."""

from collections import Counter
from collections.abc import Collection, Iterable

from mauntic.kernel.normalize import domain_of
from revops.agents.research.domain.page_choice import is_skipped
from revops.agents.research.domain.subject import Subject

MOST_FOUND = 4
MOST_OF_A_SITE = 2
LOGIN_NEEDED = frozenset(
    {"linkedin.com", "facebook.com", "instagram.com", "x.com", "twitter.com", "tiktok.com"}
)
"""Sites that show a stranger nothing but a form."""


def choose_places(found: Iterable[str], *, subject: Subject, known: Collection[str]) -> list[str]:
    """Return the addresses to read, in the order of the engine.

    The company's own site is read anyway. Whether a page is about the subject is checked when it was read.

    Args:
        found: the addresses that the search found.
        subject: whom the research is about.
        known: addresses that are read anyway.
    """
    chosen: list[str] = []
    sites: Counter[str] = Counter()
    read = {each.rstrip("/") for each in known}
    for url in found:
        site = domain_of(url) or ""
        if not site or site == subject.domain or site in LOGIN_NEEDED or url.rstrip("/") in read:
            continue
        if is_skipped(url) or sites[site] >= MOST_OF_A_SITE:
            continue
        sites[site] += 1
        chosen.append(url)
        if len(chosen) == MOST_FOUND:
            break
    return chosen
