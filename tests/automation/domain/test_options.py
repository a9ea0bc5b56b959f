"""How often and when a definition may run."""

import pytest

from mauntic.automation.domain.options import Options, as_stored, options_from, read_options
from mauntic.kernel.errors import Invalid


def test_nothing_given_sets_no_limit():
    assert read_options({}) == Options(cool_down_hours=0, skips_imports=False)


def test_what_is_stored_reads_the_same():
    options = Options(cool_down_hours=24, skips_imports=True)
    assert options_from(as_stored(options)) == options


def test_an_option_of_a_later_release_is_left_out():
    assert options_from({"cool_down_hours": 2, "moon_phase": "full"}).cool_down_hours == 2


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"cooldown": 1}, "options.cooldown"),
        ({"cool_down_hours": "1"}, "options.cool_down_hours"),
        ({"cool_down_hours": True}, "options.cool_down_hours"),
        ({"skips_imports": 1}, "options.skips_imports"),
        ({"cool_down_hours": -1}, "options.cool_down_hours"),
        ({"cool_down_hours": 8761}, "options.cool_down_hours"),
    ],
)
def test_a_wrong_option_is_named(given, path):
    with pytest.raises(Invalid) as error:
        read_options(given)
    assert list(error.value.fields) == [path]
