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
