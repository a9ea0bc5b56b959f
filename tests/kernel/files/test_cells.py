"""Cells that hold an error of the spreadsheet."""

import pytest

from mauntic.kernel.files import is_error_cell


@pytest.mark.parametrize(
    "text",
    [
        *("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#ERROR!"),
        *("#BEZUG!", "#NV", "#WERT!", "#ÜBERLAUF!", "#VALEUR!", "#NOM?", "#¡REF!", "#¿NOMBRE?"),
        *(" #ref! ", "##", "########"),
    ],
)
def test_a_failed_formula_and_a_narrow_column_are_errors(text):
    assert is_error_cell(text)


@pytest.mark.parametrize(
    "text", ["", "#", "#1", "REF!", "#REF", "#REF! x", "# #", "C#", "Suite #200", "#sales"]
)
def test_a_sign_for_a_number_is_none(text):
    assert not is_error_cell(text)
