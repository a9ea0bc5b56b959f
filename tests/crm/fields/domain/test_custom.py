import pytest

from mauntic.crm.fields.domain.custom import (
    LARGEST_BYTES,
    LONGEST_NAME,
    MOST_FIELDS,
    custom_cell,
    custom_problem,
)


@pytest.mark.parametrize("values", [{}, {"plan": "gold"}, {"n": 1, "list": [1, {"a": None}], "on": True}])
def test_json_objects_are_kept(values):
    assert custom_problem(values) == ""


@pytest.mark.parametrize("values", [None, [], "plan=gold", 3])
def test_only_objects_are_custom_fields(values):
    assert custom_problem(values) == "Enter an object of names and values."


def test_the_limits_are_those_of_the_guide():
    assert (LARGEST_BYTES, MOST_FIELDS, LONGEST_NAME) == (65_536, 500, 100)


def test_a_record_has_a_largest_number_of_custom_fields():
    fields = {f"field {number}": 1 for number in range(MOST_FIELDS)}
    assert custom_problem(fields) == ""
    assert custom_problem(fields | {"one more": 1}) == (
        f"Enter at most {MOST_FIELDS} custom fields, not {MOST_FIELDS + 1}."
    )


def test_the_name_of_a_custom_field_has_1_to_100_characters():
    assert custom_problem({"n" * LONGEST_NAME: 1}) == ""
    for name in ("", "n" * (LONGEST_NAME + 1)):
        assert custom_problem({name: 1}) == "Enter a name of 1 to 100 characters for each custom field."


def test_a_record_has_a_largest_size_of_custom_fields():
    assert custom_problem({"text": "x" * (LARGEST_BYTES - 100)}) == ""
    assert custom_problem({"text": "x" * (LARGEST_BYTES + 1024)}).startswith(
        "Enter at most 64 KB of custom fields, not 66 KB."
    )


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        (" as it is\n", " as it is\n"),
        (3, "3"),
        (True, "true"),
        (["Zürich"], '["Zürich"]'),
    ],
)
def test_a_file_has_text_as_it_is_and_everything_else_as_json(value, cell):
    assert custom_cell(value) == cell


def test_the_size_of_custom_fields_is_counted_to_the_byte():
    frame = len('{"text":""}')

    assert custom_problem({"text": "x" * (64 * 1024 - frame)}) == ""
    assert custom_problem({"text": "x" * (64 * 1024 - frame + 1)}) == (
        "Enter at most 64 KB of custom fields, not 65 KB."
    )
    # Letters take as many bytes as UTF-8 gives them.
    assert custom_problem({"text": "é" * (32 * 1024)}) != ""


def test_custom_fields_hold_no_more_levels_digits_and_signs_than_any_json():
    assert custom_problem({"n": 10**30}).startswith("The value has a number that is too large")
    assert custom_problem({"text": "a\0b"}).startswith("The value has a character that is not text")
