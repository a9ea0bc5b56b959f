import pytest

from mauntic.tracking.visits.domain.shape_words import in_words

TYPES = ("track", "page")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("Expected `object`, got `array`", "Send an object, not a list."),
        ("Expected `str | null`, got `object` - at `$.event`", "event: Send a text, not an object."),
        (
            "Expected `bool | float | int | str | null`, got `array` - at `$.userId`",
            "userId: Send a text or a number or true or false, not a list.",
        ),
        (
            "Invalid enum value 'view' - at `$.type`",
            'type: Send one of track, page, not "view".',
        ),
        (
            f"Invalid enum value '{'x' * 80}' - at `$.type`",
            f'type: Send one of track, page, not "{"x" * 60}".',
        ),
        ("JSON is malformed: byte 3", "JSON is malformed: byte 3"),
    ],
)
def test_a_wrong_type_is_named_with_its_place_and_what_belongs_there(reason, said):
    assert in_words(reason, types=TYPES) == said


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("Expected `str`, got `int`", "Send a text, not a number."),
        ("Expected `float`, got `bool`", "Send a number, not true or false."),
        ("Expected `object | null`, got `null`", "Send an object, not null."),
        ("Expected `datetime`, got `str`", "Send datetime, not a text."),
        # A sentence that only begins like one of the decoder's stays as it is.
        ("Expected `str`, got `int` and more", "Expected `str`, got `int` and more"),
        ("Invalid enum value 'x' - at `$.type` and more", "Invalid enum value 'x' - at `$.type` and more"),
    ],
)
def test_the_given_type_is_named_as_the_wanted_one_is(reason, said):
    assert in_words(reason, types=TYPES) == said
