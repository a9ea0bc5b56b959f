"""Names of settings outside and inside; values are never renamed."""

import pytest

from mauntic.automation.api.names import settings_in, settings_out, snake, steps_in, steps_out
from mauntic.kernel.errors import Invalid

STEPS = [
    {
        "action": "wait_until",
        "settings": {"event": "x", "days": 3, "event_settings": {"form_type": "demo"}},
        "branches": {"happened": [{"action": "wait", "settings": {"min_score": {"keep_me": 1}}}]},
    }
]


@pytest.mark.parametrize(("outside", "inside"), [("minScore", "min_score"), ("days", "days"), ("a", "a")])
def test_names_are_translated(outside, inside):
    assert snake(outside) == inside
    assert settings_out({inside: {"in_value": 1}}) == {outside: {"in_value": 1}}
    assert settings_in({outside: {"in_value": 1}}, "settings") == {inside: {"in_value": 1}}


def test_steps_are_translated_in_all_branches_and_back():
    shown = steps_out(STEPS)
    assert shown[0]["settings"]["eventSettings"] == {"formType": "demo"}
    assert shown[0]["branches"]["happened"][0]["settings"] == {"minScore": {"keep_me": 1}}
    assert steps_in(shown, "steps") == STEPS


def test_a_name_of_the_inside_is_refused_by_its_path():
    wrong = [{"action": "a", "branches": {"x": [{"action": "b", "settings": {"min_score": 1}}]}}]
    with pytest.raises(Invalid) as refused:
        steps_in(wrong, "steps")
    assert refused.value.fields == {"steps[0].branches.x[0].settings.min_score": ["Write it as minScore."]}


@pytest.mark.parametrize("odd", [None, 3, "text", [3, None], [{"settings": 3, "branches": []}]])
def test_what_has_another_shape_is_left_to_the_service(odd):
    assert steps_in(odd, "steps") == odd
    assert settings_in(3, "settings") == 3
