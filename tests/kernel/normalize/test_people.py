"""Levels of seniority and profiles."""

import pytest

from mauntic.kernel.normalize.people import Seniority, linkedin_profile, seniority_of


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("CEO", "c_level"),
        ("CFO", "c_level"),
        ("Chief of the Information Security Office", "director"),
        ("Chief Information Security Officer", "c_level"),
        ("Chief Executive", "c_level"),
        ("CISO", "c_level"),
        ("Co-Founder", "c_level"),
        ("cofounder", "c_level"),
        ("PDG", "c_level"),
        ("Geschäftsführer", "c_level"),
        ("Process Owner", "other"),
        ("Business Owner", "c_level"),
        ("VP", "vp"),
        ("EVP Sales", "vp"),
        ("AVP", "vp"),
        ("Vice-President", "vp"),
        ("MVP", "other"),
        ("Directora de ventas", "director"),
        ("Directrice commerciale", "director"),
        ("Directeur", "director"),
        ("Direktorin", "director"),
        ("Chief Engineer", "director"),
        ("Overhead Planner", "other"),
        ("Supervisor", "manager"),
        ("Gerente", "manager"),
        ("Vertriebsleiterin", "other"),
        ("Leiterin Vertrieb", "manager"),
        ("Responsable achats", "manager"),
        ("Account Mgr", "manager"),
        ("Assistant to the CEO", "other"),
        ("Personal Assistant to the VP", "other"),
        ("Administrative Assistant", "other"),
        ("Office of the President", "other"),
        # The higher of two levels counts.
        ("Manager and Director", "director"),
        ("Founder & Head of Product", "c_level"),
    ],
)
def test_the_highest_level_that_a_title_names_counts(title, level):
    assert seniority_of(title) is Seniority(level)


@pytest.mark.parametrize(
    ("hint", "level"),
    [
        ("founder", "c_level"),
        ("Owner", "c_level"),
        ("PARTNER", "c_level"),
        ("c_suite", "c_level"),
        ("C-Level", "c_level"),
        ("executive", "c_level"),
        ("vp", "vp"),
        ("VP-Level", "vp"),
        ("head", "director"),
        ("director", "director"),
        ("manager", "manager"),
        ("senior", "other"),
        ("", "other"),
    ],
)
def test_a_vendors_word_stands_in_where_the_title_says_nothing(hint, level):
    assert seniority_of("Growth", hint) is Seniority(level)
    assert seniority_of("Sales Manager", hint) is Seniority.MANAGER


def test_only_the_beginning_of_a_text_is_a_title():
    assert seniority_of(f"{' ' * 297}CEO") is Seniority.C_LEVEL
    assert seniority_of(f"{' ' * 298}CEO") is Seniority.OTHER


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("https://www.linkedin.com/in/Ada", "https://www.linkedin.com/in/ada"),
        ("HTTP://LinkedIn.com/in/ada/", "https://www.linkedin.com/in/ada"),
        ("linkedin.com/in/ada?trk=1", "https://www.linkedin.com/in/ada"),
        ("linkedin.com/in/ada#about", "https://www.linkedin.com/in/ada"),
        (" /in/ada/ ", "https://www.linkedin.com/in/ada"),
        ("linkedin.com/in/zo%C3%AB-b", "https://www.linkedin.com/in/zo%c3%ab-b"),
        ("linkedin.com/pub/ada/1/2/3", "https://www.linkedin.com/pub/ada/1/2/3"),
        ("linkedin.com/in/ada/details", None),
        ("in/", None),
        ("linkedin.com/in/", None),
        ("linkedin.com/pub", None),
        ("linkedin.com", None),
        ("www.linkedin.com/", None),
        ("pub", None),
        ("pub/in", "https://www.linkedin.com/pub/in"),
        ("notlinkedin.com/in/ada", None),
        ("ada byron", None),
    ],
)
def test_a_profile_is_a_handle_or_an_address_of_one(raw, address):
    assert linkedin_profile(raw) == address


def test_an_address_of_a_profile_has_at_most_2000_characters():
    assert linkedin_profile("ada".rjust(2000)) == "https://www.linkedin.com/in/ada"
    assert linkedin_profile("ada".rjust(2001)) is None
