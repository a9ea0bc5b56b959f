"""Titles and profiles of people."""

import re
from enum import StrEnum


class Seniority(StrEnum):
    """How high in the house somebody stands."""

    C_LEVEL = "c_level"
    VP = "vp"
    DIRECTOR = "director"
    MANAGER = "manager"
    OTHER = "other"


# In this order: the first that fits decides.
_TITLES = (
    (Seniority.OTHER, r"assistant to|(executive|personal|administrative) assistant|office of the"),
    (Seniority.VP, r"[sea]?vp|vice[ -]president"),
    (
        Seniority.C_LEVEL,
        (
            # Possessive: a row of words that leads to no officer is not tried again from its middle.
            r"chief(?: (?!officer(?!\w))[\w&-]{1,30}+){0,6}+ officer|chief executive|c[a-z]{1,2}o|ciso"
            r"|president|managing director|(co-?)?founder|(?<!product )(?<!process )owner|pdg"
            r"|geschäftsführer(in)?"
        ),
    ),
    (Seniority.DIRECTOR, r"director|directeur|directora|directrice|direktor(in)?|head|chief"),
    (Seniority.MANAGER, r"manager|lead|supervisor|gerente|leiter(in)?|responsable|mgr"),
)
_LEVELS = tuple((level, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for level, words in _TITLES)
_HINTS = {
    "founder": Seniority.C_LEVEL,
    "owner": Seniority.C_LEVEL,
    "partner": Seniority.C_LEVEL,
    "c_suite": Seniority.C_LEVEL,
    "c-level": Seniority.C_LEVEL,
    "executive": Seniority.C_LEVEL,
    "vp": Seniority.VP,
    "vp-level": Seniority.VP,
    "head": Seniority.DIRECTOR,
    "director": Seniority.DIRECTOR,
    "manager": Seniority.MANAGER,
}
_LINKEDIN_URL = re.compile(r"\A(?:https?://)?(?:[\w-]{1,63}\.)?linkedin\.com/((?:in|pub)/[^?#]*)")
_PROFILE = re.compile(r"(?:(in|pub)/)?([\w%.'~-]+(?:/[\w%-]+)*)")
# Parts of an address without the handle: they would be the profile of all whose cell ends there.
_NOBODY = frozenset({"in", "pub", "linkedin.com", "www.linkedin.com"})
# A title longer than this is a text; its level stands at its beginning or nowhere.
LONGEST_TITLE = 300
LONGEST_PROFILE = 2_000


def seniority_of(title: str, hint: str = "") -> Seniority:
    """Return the level that a job title names.

    Args:
        title: a job title.
        hint: the vendor's own word for the level, used if the title names none.
    """
    title = title[:LONGEST_TITLE]
    for level, words in _LEVELS:
        if words.search(title):
            return level
    return _HINTS.get(hint.lower(), Seniority.OTHER)


def linkedin_profile(raw: str) -> str | None:
    """Return one spelling of a person's profile address, of a URL or handle; None for anything else."""
    if len(raw) > LONGEST_PROFILE:
        return None
    text = raw.strip().lower()
    if url := _LINKEDIN_URL.match(text):
        text = url[1]
    profile = _PROFILE.fullmatch(text.strip("/"))
    if not profile or profile[0] in _NOBODY or ("/" in profile[2] and profile[1] != "pub"):
        return None
    return f"https://www.linkedin.com/{profile[1] or 'in'}/{profile[2]}"
