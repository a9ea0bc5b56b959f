"""Names of people, tidied and taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.normalize.names import FullName, as_written, clean_name, split_name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("  Ada \t Byron\n", "Ada Byron"),
        ("Jose\u0301", "José"),
        ("McALLister", "McALLister"),
        ("", ""),
    ],
)
def test_a_name_is_kept_as_it_was_typed_in_single_spaces(raw, name):
    assert as_written(raw) == name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("A.J.", "A.J."),
        ("AJB", "Ajb"),
        ("A J", "A J"),
        ("a", "A"),
        ("MC", "MC"),
        ("mcc", "Mcc"),  # too short for a name that begins with Mc
        ("mcca", "McCa"),
        ("mcd onald", "Mcd Onald"),
        ("ada's", "Ada's"),
        ("s", "S"),
        ("o'SULLIVAN", "o'SULLIVAN"),
        ("O'SULLIVAN-MCGEE", "O'Sullivan-McGee"),
        ("VAN DER BERG", "van der Berg"),
        ("y", "Y"),
        ("ibn al rashid", "ibn al Rashid"),
        ("ÉMILE ZOLA", "Émile Zola"),
        ("张伟", "张伟"),
        ("", ""),
    ],
)
def test_capitals_are_mended_only_where_all_is_in_one_case(raw, name):
    assert clean_name(raw) == name


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ("Ada", "Ada", ""),
        ("Ada Byron", "Ada", "Byron"),
        ("Ada King Byron", "Ada King", "Byron"),
        ("Byron, Ada", "Ada", "Byron"),
        ("Byron, Ada King", "Ada King", "Byron"),
        ("Ada van der Berg", "Ada", "van der Berg"),
        ("de la Cruz, Ana", "Ana", "de la Cruz"),
        ("Mr Ada Byron", "Ada", "Byron"),
        ("Mr. Byron", "Mr.", "Byron"),
        ("Herr Dr. Byron", "Dr.", "Byron"),
        ("Prof. Dr. med. Ada Byron", "Ada", "Byron"),
        ("Byron, Prof. Dr. Ada", "Ada", "Byron"),
        ("Byron, Dr.", "Dr.", "Byron"),
        ("Dean Martin", "Dean", "Martin"),
        ("Major Tom", "Major", "Tom"),
        ("Yo-Yo Ma", "Yo-Yo", "Ma"),
        ("An Do", "An", "Do"),
    ],
)
def test_the_given_names_come_first_and_titles_go(raw, first, last):
    assert split_name(raw) == FullName(first, last)


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ("Ada Byron jr", "Ada", "Byron Jr."),
        ("Ada Byron, Sr.", "Ada", "Byron Sr."),
        ("Ada Byron II", "Ada", "Byron II"),
        ("Ada Byron iv", "Ada", "Byron IV"),
        ("Byron, Ada, III", "Ada", "Byron III"),
        ("Henry Ford V", "Henry", "Ford V"),
        ("Henry Ford vi", "Henry", "Ford vi"),
        ("Ford, Henry, V", "Henry", "Ford V"),
        ("Ada II", "Ada", "II"),
        ("Byron, Ada, Head of Sales", "Ada", "Byron"),
        ("Ada Byron MBA", "Ada", "Byron"),
        ("Ada Byron, Ph.D.", "Ada", "Byron"),
        ("Ada Byron, M.Sc.", "Ada", "Byron"),
        # Of two words none is left out: nobody knows what is the name.
        ("Byron Jr", "Byron", "Jr"),
        ("Ada Esq", "Ada", "Esq"),
        ("Mba Nkono", "Mba", "Nkono"),
    ],
)
def test_a_generation_stays_and_a_degree_goes(raw, first, last):
    assert split_name(raw) == FullName(first, last)


@pytest.mark.parametrize("raw", ["", " ", ",", ", ,", "\t"])
def test_nothing_is_nobodys_name(raw):
    assert split_name(raw) == FullName("", "")


words = st.text(st.characters(categories=["Lu", "Ll"]), min_size=2, max_size=8)


@given(words, words)
def test_a_name_in_two_words_loses_none_of_them(first, last):
    assert " ".join(split_name(f"{first} {last}")) == as_written(f"{first} {last}")
