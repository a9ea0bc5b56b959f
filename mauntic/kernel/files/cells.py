"""Detect cells with a spreadsheet error instead of a value."""

_ENGLISH = (
    "#REF! #N/A #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! "
    "#UNKNOWN! #GETTING_DATA #ERROR!"
)
_GERMAN = "#BEZUG! #NV #WERT! #ZAHL! #ÜBERLAUF!"
_FRENCH = "#VALEUR! #NOMBRE! #NOM? #PROPAGATION!"
_SPANISH = "#¡REF! #¡VALOR! #¡DIV/0! #¿NOMBRE? #¡NUM! #¡NULO! #VALOR!"
_ERRORS = frozenset(f"{_ENGLISH} {_GERMAN} {_FRENCH} {_SPANISH}".split())


def is_error_cell(text: str) -> bool:
    """Return whether a cell shows a failed formula, such as #REF! or #BEZUG!, or "###" of a narrow column."""
    if "#" not in text:  # nearly all cells
        return False
    shown = text.strip()
    return shown.upper() in _ERRORS or (len(shown) > 1 and set(shown) == {"#"})
