"""Countries, by code and by their names in several languages."""

import gettext
import re
import unicodedata
from functools import cache, lru_cache

import pycountry

# Names in use that neither ISO 3166 nor its translations list; as `_key` writes them.
COUNTRY_ALIASES = {
    "british isles": "GB",
    "cape verde": "CV",
    "czech republic": "CZ",
    "england": "GB",
    "great britain": "GB",
    "grossbritannien": "GB",
    "holland": "NL",
    "ivory coast": "CI",
    "korea": "KR",
    "kosova": "XK",
    "kosove": "XK",
    "republic of kosovo": "XK",
    "macau": "MO",
    "macedonia": "MK",
    "northern ireland": "GB",
    "osterreich": "AT",
    "palestine": "PS",
    "republic of ireland": "IE",
    "russia": "RU",
    "scotland": "GB",
    "south korea": "KR",
    "swaziland": "SZ",
    "turkey": "TR",
    "uae": "AE",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
    "vatican": "VA",
    "vatican city": "VA",
    "wales": "GB",
}
# ISO 3166 leaves XK to its users, and the European Union, banks and carriers use it for Kosovo.
if pycountry.countries.get(alpha_2="XK") is None:
    pycountry.countries.add_entry(  # type: ignore[no-untyped-call]
        alpha_2="XK", alpha_3="XKX", name="Kosovo"
    )
# Languages of the lists that people upload; English names count first.
LANGUAGES = ("de", "fr", "es", "it", "pt", "pt_BR", "nl", "pl", "sv", "da", "nb", "fi", "cs", "tr")
# The longest name of ISO 3166 has 59 letters.
LONGEST_COUNTRY = 100
_BRACKETED = re.compile(r"\([^()]{0,60}\)")
_INSIDE = re.compile("[.'\u2019`]")
_AROUND = re.compile(r"\A(?:the|la|le|les|die|der|el) | (?:the|sar|prc)\Z")


def country_code(raw: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of a country given by code or name, or None."""
    return _country_code(raw) if len(raw) <= LONGEST_COUNTRY else None


@lru_cache(maxsize=2_000)
def _country_code(raw: str) -> str | None:
    key = _key(raw)
    if not key:
        return None
    names = _names()
    found = names.get(key) or names.get(_AROUND.sub("", key)) or names.get(_key(_BRACKETED.sub(" ", raw)))
    return found or names.get(_AROUND.sub("", _key(_BRACKETED.sub(" ", raw))))


@cache
def _names() -> dict[str, str]:
    """Codes and names of all countries, without those that mean different ones in different languages."""
    names: dict[str, str] = dict(COUNTRY_ALIASES)
    for country in pycountry.countries:
        own = ("alpha_2", "alpha_3", "numeric", "name", "common_name", "official_name")
        for name in own:
            if spelled := getattr(country, name, None):
                names.setdefault(_key(spelled), country.alpha_2)
    return _translated() | names


def _translated() -> dict[str, str]:
    names: dict[str, str] = {}
    doubtful: set[str] = set()
    for language in LANGUAGES:
        words = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
        for country in pycountry.countries:
            for name in (country.name, getattr(country, "common_name", country.name)):
                key = _key(words.gettext(name))
                if names.setdefault(key, country.alpha_2) != country.alpha_2:
                    doubtful.add(key)
    return {key: code for key, code in names.items() if key not in doubtful}


def _key(raw: str) -> str:
    """A name without accents, capitals, dots and apostrophes, in single spaces."""
    bare = unicodedata.normalize("NFKD", raw.replace("\u00df", "ss")).casefold()
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]", " ", _INSIDE.sub("", letters)).split())
