"""Countries, as lists in several languages name them."""

import pytest

from mauntic.kernel.normalize.places import country_code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("DE", "DE"),
        ("deu", "DE"),
        ("276", "DE"),
        ("Federal Republic of Germany", "DE"),
        ("Deutschland", "DE"),
        ("Alemania", "DE"),
        ("Germania", "DE"),
        ("Alemanha", "DE"),
        ("Duitsland", "DE"),
        ("Niemcy", "DE"),
        ("Tyskland", "DE"),
        ("Saksa", "DE"),
        ("Almanya", "DE"),
        ("Österreich", "AT"),
        ("Oesterreich", None),
        ("ÅLAND ISLANDS", "AX"),
        ("cote d`ivoire", "CI"),
        ("U.K.", "GB"),
        ("Great-Britain", "GB"),
        ("Großbritannien", "GB"),
        ("the_Netherlands", "NL"),
        ("The Netherlands", "NL"),
        ("Les Pays-Bas", "NL"),
        ("Die Schweiz", "CH"),
        ("La Suisse", "CH"),
        ("El Salvador", "SV"),
        ("Der Jemen", "YE"),
        ("Congo (the Democratic Republic of the)", "CD"),
        ("Philippines (the)", "PH"),
        ("The Gambia (West Africa)", "GM"),
        ("Hong Kong SAR", "HK"),
        ("Macau SAR", "MO"),
        ("Taiwan", "TW"),
        ("Bolivia", "BO"),
        ("Kosova", "XK"),
        ("XKX", "XK"),
        ("Vatican City", "VA"),
        ("the", None),
        (" - ", None),
        ("Europe", None),
    ],
)
def test_a_country_is_known_by_code_and_by_its_names(raw, code):
    assert country_code(raw) == code


def test_a_country_has_at_most_100_characters():
    assert country_code("Germany".rjust(100)) == "DE"
    assert country_code("Germany".rjust(101)) is None
