"""What is stored and what is asked for have one form."""

import pytest

from mauntic.kernel.db.search import search_forms


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("İlker Demir", "ilker demir"),
        ("ILKER", "ilker"),
        ("Işık", "isik"),
        ("Álvaro Núñez", "alvaro nunez"),
        ("Jose\u0301 Mun\u0303oz", "jose munoz"),
        ("  Mary \t Ann\u00a0Van  Dyke ", "mary ann van dyke"),
        ("Straße, Ørsted, Łódź", "strasse, orsted, lodz"),
        ("ﬁne Ｗｉｄｅ №7", "fine wide no7"),
        ("Ελληνικός ΕΛΛΗΝΙΚΌΣ", "ελληνικοσ ελληνικοσ"),
        ("株式会社", "株式会社"),
        ("100%_\\", "100%_\\"),
        ("", ""),
    ],
)
def test_case_accents_composition_and_spaces_do_not_count(db, text, form):
    assert search_forms([text]) == {text: form}


def test_a_form_stays_as_it_is(db):
    texts = [chr(code) * 2 for code in range(1, 0x2FFF) if not 0xD800 <= code < 0xE000]
    forms = search_forms(texts)
    again = search_forms(forms.values())
    assert {form for form in forms.values() if again[form] != form} == set()
