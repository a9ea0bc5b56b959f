"""Names of tags."""

import pytest

from mauntic.crm.tags.domain.names import LONGEST_NAME, clean_name


def test_superfluous_spaces_are_dropped():
    assert clean_name("  big   fish ") == "big fish"


@pytest.mark.parametrize("given", ["", "  ", "a,b", "x" * (LONGEST_NAME + 1), "a\x00b"])
def test_what_is_no_name_is_refused(given):
    with pytest.raises(ValueError, match="Name the tag"):
        clean_name(given)
