"""Names of tags, as people type them."""

from mauntic.kernel.translation import gettext as _
from mauntic.kernel.values.stored_text import is_storable

LONGEST_NAME, MOST_TAGS = 40, 100


def clean_name(given: str) -> str:
    """Return the name without superfluous spaces. Raises: `ValueError` with a sentence."""
    name = " ".join(given.split())
    if not 0 < len(name) <= LONGEST_NAME or "," in name or not is_storable(name):
        raise ValueError(
            _("Name the tag with 1 to {most} characters, without commas.").format(most=LONGEST_NAME)
        )
    return name
