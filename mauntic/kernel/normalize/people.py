"""Names, titles and profiles of people."""

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
            r"chief( [\w&-]+)* officer|chief executive|c[a-z]{1,2}o|ciso|president|managing director"
            r"|(co-?)?founder|(?<!product )(?<!process )owner|pdg|geschäftsführer(in)?"
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
_LINKEDIN_URL = re.compile(r"(?:https?://)?(?:[\w-]+\.)?linkedin\.com/((?:in|pub)/[^?#]*)")
_PROFILE = re.compile(r"(?:(in|pub)/)?([\w%.'~-]+(?:/[\w%-]+)*)")


def seniority_of(title: str, hint: str = "") -> Seniority:
    """Read it from a title; from the vendor's own word for it only when the title does not tell."""
    for level, words in _LEVELS:
        if words.search(title):
            return level
    return _HINTS.get(hint.lower(), Seniority.OTHER)


def clean_name(raw: str) -> str:
    """A name with single spaces; capitals are mended only where someone typed all in one case."""
    name = " ".join(raw.split())
    return name.title() if name.islower() or (name.isupper() and len(name) > 1) else name


def linkedin_profile(raw: str) -> str | None:
    """One spelling of a person's profile address, of a URL or handle; None for anything else."""
    text = raw.strip().lower()
    if url := _LINKEDIN_URL.match(text):
        text = url[1]
    profile = _PROFILE.fullmatch(text.strip("/"))
    if not profile or ("/" in profile[2] and profile[1] != "pub"):
        return None
    return f"https://www.linkedin.com/{profile[1] or 'in'}/{profile[2]}"
