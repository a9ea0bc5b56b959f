import pytest

from mauntic.kernel.errors import Invalid
from revops.prospects.domain.profile import Criterion, Profile, checked


def test_doubles_and_blanks_are_dropped_and_the_order_stays():
    found = checked(Profile(titles=("VP  Sales", "", "CTO", "vp sales"), industries=(" Software ", " ")))

    assert (found.titles, found.industries) == (("VP Sales", "CTO"), ("Software",))


def test_countries_are_given_by_name_or_code():
    assert checked(Profile(countries=("Germany", "us", "DE"))).countries == ("DE", "US")


def test_only_criteria_with_values_count():
    assert Profile(employees_most=10, countries=("DE",)).criteria == (
        Criterion.COMPANY_SIZE,
        Criterion.COUNTRY,
    )


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        (Profile(titles=("x" * 101,)), "titles", f'"{"x" * 20}…" is too long. Use at most 100 characters.'),
        (Profile(titles=("--",)), "titles", '"--" has no letters. Remove it.'),
        (Profile(industries=tuple(f"I{n}" for n in range(51))), "industries", "Enter at most 50 values."),
        (
            Profile(countries=("Atlantis",)),
            "countries",
            'Unknown country "Atlantis". Enter a name or code such as DE.',
        ),
        (
            Profile(seniorities=("boss",)),
            "seniorities",
            'Unknown seniority "boss". Use one of c_level, vp, director, manager, other.',
        ),
        (Profile(employees_least=-1), "employees_least", "Enter a number from 0 to 10,000,000."),
        (Profile(employees_most=10_000_001), "employees_most", "Enter a number from 0 to 10,000,000."),
        (
            Profile(employees_least=500, employees_most=50),
            "employees_most",
            "Enter a number that is not below the lower limit.",
        ),
        (Profile(), "titles", "Enter at least one criterion."),
    ],
)
def test_what_is_wrong_is_named_at_its_field(entered, field, sentence):
    with pytest.raises(Invalid) as refused:
        checked(entered)
    assert refused.value.fields == {field: [sentence]}


def test_search_forms_replace_titles_and_industries():
    found = Profile(titles=("CTO",), industries=("Café",), countries=("DE",)).in_forms(
        {"CTO": "cto", "Café": "cafe"}
    )
    assert (found.titles, found.industries, found.countries) == (("cto",), ("cafe",), ("DE",))
