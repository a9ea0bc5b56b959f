"""Names of columns, compared whatever wrote them."""

import pytest

from mauntic.kernel.files.column_names import columns_by_field, heading_key, names_of_fields


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Prénom", "prenom"),
        ("First Name", "firstname"),
        ("first_name", "firstname"),
        ("E-mail 1 - Value", "email1value"),
        ("Größe", "grosse"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("n°", "n"),
        ("Ｅｍａｉｌ", "email"),
        ("氏名", "氏名"),
        ("---", ""),
    ],
)
def test_a_name_is_compared_by_its_letters_and_digits(name, key):
    assert heading_key(name) == key


def test_a_table_of_names_lists_them_in_order_and_the_fields_own_name_last():
    assert names_of_fields("first_name: vorname prenom\n  givenname\nemail: email mail") == {
        "first_name": ("vorname", "prenom", "givenname", "firstname"),
        "email": ("email", "mail"),
    }
    assert names_of_fields("job_title:") == {"job_title": ("jobtitle",)}
    assert names_of_fields("") == {}


KNOWN = {"phone": ("workphone", "phone", "tel"), "revenue": ("revenue",), "line": ("address1",)}


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["Phone"], {"phone": "Phone"}),
        (["Tel", "Work phone", "Phone"], {"phone": "Work phone"}),
        (["Phone", "PHONE"], {"phone": "Phone"}),  # of two that are the same the first
        (["Revenue (EUR)"], {"revenue": "Revenue (EUR)"}),
        (["Revenue [k€] (2025)"], {"revenue": "Revenue [k€] (2025)"}),
        (["Revenue 2025"], {"revenue": "Revenue 2025"}),
        # A name of which something was left out counts less than any whole one.
        (["Work phone (old)", "Tel"], {"phone": "Tel"}),
        (["Work phone 2", "Work phone (old)"], {"phone": "Work phone (old)"}),
        (["Phone 2", "Tel (old)"], {"phone": "Tel (old)"}),
        (["Address 1"], {"line": "Address 1"}),
        (["Address 2"], {}),
        (["Revenue (EUR", "Notes", ""], {}),
        ([], {}),
    ],
)
def test_each_field_has_the_column_with_its_best_name(headings, found):
    assert columns_by_field(headings, KNOWN) == found
