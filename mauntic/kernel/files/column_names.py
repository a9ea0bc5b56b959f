"""Compare names of columns from any program and language."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

_BRACKETED = re.compile(r"[(\[][^()\[\]]{0,100}[)\]]")


def heading_key(raw: str) -> str:
    """Return the letters and digits of a name in lower case without accents: "Prénom" becomes "prenom"."""
    bare = unicodedata.normalize("NFKD", raw.replace("\u00df", "ss")).casefold()
    return "".join(letter for letter in bare if letter.isalnum())


def names_of_fields(text: str) -> dict[str, tuple[str, ...]]:
    """Parse a table of names: "field: name name ...". The name of the field is one of its names."""
    names: dict[str, list[str]] = {}
    field = ""
    for word in text.split():
        if word.endswith(":"):
            field = word.removesuffix(":")
            names[field] = []
        else:
            names[field].append(word)
    return {field: tuple(dict.fromkeys([*words, field.replace("_", "")])) for field, words in names.items()}


def columns_by_field(headings: Iterable[str], known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the column of each field, by its name.

    If two columns match the same field, the better name wins, then the first column.

    Args: `known` has the names of a field as `heading_key` returns them, the best first.
    """
    ranks = {key: (field, rank) for field, names in known.items() for rank, key in enumerate(names)}
    best: dict[str, tuple[int, str]] = {}
    for heading in headings:
        for shortened, key in enumerate(_keys(heading)):
            if key in ranks:
                field, rank = ranks[key]
                # A shortened name ranks below a whole one.
                found = rank + shortened * len(ranks)
                if field not in best or found < best[field][0]:
                    best[field] = (found, heading)
                break
    return {field: heading for field, (_, heading) in best.items()}


def _keys(heading: str) -> Iterable[str]:
    """Yield the whole name, then without brackets ("Revenue (EUR)"), then without digits."""
    yield heading_key(heading)
    short = heading_key(_BRACKETED.sub(" ", heading))
    yield short
    yield "".join(letter for letter in short if not letter.isdigit())
