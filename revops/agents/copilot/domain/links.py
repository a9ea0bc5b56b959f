"""Links and markup in the text of a model."""

import re

_MARKUP = re.compile(
    r"\[[^\[\]\n]*\]\(|!\[|\[[^\[\]\n]*\]:\s|</?[a-zA-Z!][^<>\n]*>|&#?\w{1,32};|`|\bdata:|\bjavascript:"
)
_SCHEME = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}:(?://)?(?=\S)", re.IGNORECASE)
# At most ten labels, and only from the beginning of one: a long text without a host is read once.
_HOST = re.compile(r"(?<![^\W_])(?P<host>(?:[^\W_][\w-]{0,62}+(?<![_-])[.。．]){1,10}[^\W\d_]{2,63})")
NO_DOMAINS = (".js", "asp.net")
"""Technologies that look like hosts: no domain ends in js, and asp.net belongs to Microsoft."""
_WEB = {"http://", "https://"}


def has_markup(text: str) -> bool:
    """Return whether a text has HTML, an image or a link of Markdown, or a letter written as a code."""
    return _MARKUP.search(text) is not None


def hosts_in(text: str) -> list[str]:
    """Return the hosts of a text, with or without a scheme, also those of addresses; in lower case.

    Only http and https are links to pages: for another scheme, the scheme itself is returned.
    """
    schemes = [each[0].lower() for each in _SCHEME.finditer(text) if _is_scheme(each[0])]
    hosts = [re.sub("[。．]", ".", each["host"]).lower() for each in _HOST.finditer(text)]
    return schemes + hosts


def has_other_links(text: str, allowed: frozenset[str], names: frozenset[str] = frozenset()) -> bool:
    """Return whether a text leads anywhere but to hosts that are allowed.

    Args:
        text: one sentence.
        allowed: hosts; what is below one of them is allowed, too.
        names: that look like hosts, such as a company named Booking.com, and may stand as words.
    """
    plain = text.casefold()
    return any(not (_is_below(host, allowed) or _is_name(host, names, plain)) for host in hosts_in(text))


def _is_scheme(found: str) -> bool:
    return found.lower() not in _WEB and (
        found.endswith("//") or found.lower() in {"mailto:", "tel:", "file:"}
    )


def _is_below(host: str, allowed: frozenset[str]) -> bool:
    parts = host.split(".")
    return any(".".join(parts[start:]) in allowed for start in range(len(parts) - 1))


def _is_name(host: str, names: frozenset[str], text: str) -> bool:
    is_address = any(each in text for each in (f"//{host}", f"@{host}", f"{host}/"))
    return not is_address and (host in names or host.endswith(NO_DOMAINS))
