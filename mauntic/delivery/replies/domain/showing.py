"""HTML of incoming mail made safe to show."""

import re
from itertools import islice

import nh3

STRUCTURE = {
    "blockquote",
    "br",
    "center",
    "div",
    "dd",
    "dl",
    "dt",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "ul",
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
TABLES = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
WORDS = {"a", "abbr", "b", "code", "del", "em", "i", "ins", "q", "s", "small", "strong", "sub", "sup", "u"}
TAGS = STRUCTURE | HEADINGS | TABLES | WORDS
"""No images: a remote image tells the sender who reads, and when. No styles: they load and cover things."""
ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "tel"}
LINK_REL = "noopener noreferrer nofollow"
MAX_SHOWN = 200_000
LIMITS = ((re.compile("<"), 5_000), (re.compile("&"), 20_000), (re.compile("[\u0080-\u00bf]"), 40_000))
"""How many of them are shown: nested tags, ampersands, and signs such as no-break spaces take quadratic
time."""


def shown_html(html: str) -> str:
    """Return `html` with plain markup only: no images, styles, scripts, forms or ids.

    Show it in a sandboxed frame, folded, all the same.
    """
    whole = html[:MAX_SHOWN]
    for sign, most in LIMITS:
        found = next(islice(sign.finditer(whole), most - 1, None), None)
        whole = whole[: found.start()] if found else whole
    return nh3.clean(whole, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=LINK_REL).strip()
