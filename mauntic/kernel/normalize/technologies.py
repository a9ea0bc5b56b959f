"""Names of technologies, which every vendor spells in its own way."""

import re
from collections.abc import Iterable

# Longer than any name; the rest of a longer text is cut off.
LONGEST_NAME = 200
_SLUG = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_VERSION = re.compile(r"(?<=\S) v?\d{1,9}(?:\.\d{1,9}){1,9}$")
_WORDS = (
    "AI API ASP.NET AWS BigCommerce CDN Cloudflare CMS CSS DNS GCP GitHub GitLab GraphQL HTML HTTP HubSpot "
    "JavaScript jQuery LinkedIn MariaDB MongoDB MySQL NetSuite Nginx OpenSSL PayPal PHP PostgreSQL reCAPTCHA "
    "SAP SendGrid SQL TypeScript WooCommerce WordPress YouTube"
)
"""Words with capitals of their own, also inside a longer name."""
_NAMES = (
    "Angular",
    "Express.js",
    "Next.js",
    "Node.js",
    "Nuxt.js",
    "React",
    "Ruby on Rails",
    "Vue.js",
    "WordPress",
)
_ALSO = {
    "angularjs": "Angular",
    "express": "Express.js",
    "facebookpixel": "Meta Pixel",
    "node": "Node.js",
    "postgres": "PostgreSQL",
    "rails": "Ruby on Rails",
    "reactjs": "React",
    "vue": "Vue.js",
    "wordpressorg": "WordPress",
}
"""Other names of the same, by their letters and digits."""


def technology_names(raw: Iterable[object]) -> tuple[str, ...]:
    """Return readable names in order, each once, without versions.

    "google_apps" and "Google Apps" are the same, as are "vue_js", "Vue" and "Vue.js 3.2".
    """
    names: dict[str, str] = {}
    for item in raw:
        if isinstance(item, str) and item.strip():
            name = _technology_name(item[:LONGEST_NAME].strip())
            names.setdefault(_key(name), name)
    return tuple(names.values())


def _technology_name(text: str) -> str:
    if _SLUG.fullmatch(text):
        words = [word.capitalize() for word in re.split(r"[_-]", text)]
    else:
        words = _VERSION.sub("", " ".join(text.split())).split()
    name = " ".join(_SPELLINGS.get(_key(word), word) for word in words)
    return _WHOLE.get(_key(name), name)


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold() or name


_SPELLINGS = {_key(word): word for word in _WORDS.split()}
_WHOLE = {_key(name): name for name in _NAMES} | _ALSO
