"""Which signals an event shows."""

from collections.abc import Iterable
from urllib.parse import urlsplit

# signal type -> parts of the path that show it. A page may show several.
PAGE_RULES: dict[str, tuple[str, ...]] = {
    "DEMO_REQUEST": ("/demo",),
    "FREE_TRIAL_SIGNUP": ("/free-trial", "/signup"),
    "PRICING_PAGE": ("/pricing",),
    "CONTACT_PAGE": ("/contact",),
    "ROI_CALCULATOR": ("/roi", "/calculator"),
    "COMPARISON_PAGE": ("/compare", "/vs", "/comparison", "/alternatives"),
    "SECURITY_PAGE": ("/security", "/trust", "/compliance"),
    "CASE_STUDY_VIEW": ("/case-stud", "/customers"),
    "INTEGRATION_PAGE": ("/integrations",),
    "DOCS_VISIT": ("/docs", "/api"),
}
ANY_OTHER_PAGE = "WEBSITE_VISIT"
RETURN_VISIT = "RETURN_VISIT"

FORM_RULES = {
    "demo": "DEMO_REQUEST",
    "trial": "FREE_TRIAL_SIGNUP",
    "contact": "CONTACT_PAGE",
    "roi": "ROI_CALCULATOR",
    "webinar": "WEBINAR_REGISTERED",
}
ANY_OTHER_FORM = "FORM_SUBMISSION"
ASSET_DOWNLOADED = "CONTENT_DOWNLOAD"


def types_of_page(url: str) -> list[str]:
    """Signal types that a visit of `url` shows; the query string does not count."""
    path = urlsplit(url).path.lower()
    found = [type_ for type_, parts in PAGE_RULES.items() if _any_in(parts, path)]
    return found or [ANY_OTHER_PAGE]


def type_of_form(form_type: str) -> str:
    """The signal type that a form of this type shows."""
    return FORM_RULES.get(form_type.strip().lower(), ANY_OTHER_FORM)


def _any_in(parts: Iterable[str], path: str) -> bool:
    return any(part in path for part in parts)
