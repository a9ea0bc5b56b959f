"""How often and when a definition may run."""

from datetime import time

import pytest

from mauntic.automation.domain.options import Options, as_stored, options_from, read_options, shown
from mauntic.automation.domain.quiet import QuietHours
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
        ({"again_after_days": 1}, "options.again_after_days"),
    ],
)
def test_a_wrong_option_is_named(given, path):
    with pytest.raises(Invalid) as error:
        read_options(given)
    assert list(error.value.fields) == [path]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"cool_down_hours": 1}, "options.cool_down_hours"),
        ({"again_after_days": -1}, "options.again_after_days"),
        ({"again_after_days": 3651}, "options.again_after_days"),
        ({"goal": []}, "options.goal"),
        ({"quiet_from": 21}, "options.quiet_from"),
        ({"quiet_from": "21:00"}, "options.quiet_to"),
        ({"quiet_from": "21", "quiet_to": "08:00"}, "options.quiet_from"),
        ({"quiet_from": "21:00", "quiet_to": "24:00"}, "options.quiet_to"),
        ({"quiet_from": "21:00", "quiet_to": "21:00"}, "options.quiet_to"),
    ],
)
def test_a_wrong_option_of_a_journey_is_named(given, path):
    with pytest.raises(Invalid) as error:
        read_options(given, "journey")
    assert list(error.value.fields) == [path]


def test_only_what_differs_from_the_usual_is_stored():
    assert as_stored(Options()) == {}
    assert as_stored(Options(quiet_from="21:00", quiet_to="08:00")) == {
        "quiet_from": "21:00",
        "quiet_to": "08:00",
    }


def test_quiet_hours_are_read_as_times():
    assert Options().quiet_hours is None
    assert Options(quiet_from="21:00", quiet_to="08:30").quiet_hours == QuietHours(time(21), time(8, 30))


def test_workflows_and_journeys_show_their_own_options():
    assert shown(Options(cool_down_hours=3), "workflow") == {"cool_down_hours": 3, "skips_imports": False}
    assert "cool_down_hours" not in shown(Options(), "journey")
