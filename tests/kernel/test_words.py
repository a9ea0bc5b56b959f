import pytest

from mauntic.kernel.words import counted


@pytest.mark.parametrize(
    ("count", "words", "shown"),
    [
        (0, ["deal"], "0 deals"),
        (1, ["deal"], "1 deal"),
        (1204, ["deal"], "1,204 deals"),
        (2.5, ["day"], "2.5 days"),
        (2, ["company", "companies"], "2 companies"),
        (1, ["person was", "people were"], "1 person was"),
    ],
)
def test_a_count_takes_the_word_that_fits_it(count, words, shown):
    assert counted(count, *words) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (1.0, "1 day"),
        (0.5, "0.5 days"),
        (1.04, "1 days"),
        (-1, "-1 days"),
        (1_234_567.89, "1,234,567.9 days"),
    ],
)
def test_a_part_is_shown_to_a_tenth(count, shown):
    assert counted(count, "day") == shown
