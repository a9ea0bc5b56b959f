import pytest
from django.utils.translation import gettext_lazy

from mauntic.kernel.errors import (
    Conflict,
    Invalid,
    MaunticError,
    Misconfigured,
    NotAllowed,
    NotFound,
    Temporary,
    Uncertain,
    VendorError,
)


def test_an_error_carries_a_code_a_message_and_details():
    error = MaunticError("No such list.", details={"list": "x"})
    assert (error.code, error.message, error.details, str(error)) == (
        "error",
        "No such list.",
        {"list": "x"},
        "No such list.",
    )


def test_invalid_names_each_field_and_what_is_wrong_with_it():
    error = Invalid({"email": "Enter an address.", "phone": ["Too short.", "Add the country code."]})
    assert error.details == {"email": ["Enter an address."], "phone": ["Too short.", "Add the country code."]}
    assert str(error) == "email: Enter an address.; phone: Too short. Add the country code."


def test_vendor_errors_are_of_three_kinds_and_say_who_failed_and_when_to_return():
    kinds = {each for each in VendorError.__subclasses__() if each.__module__ == VendorError.__module__}
    assert kinds == {Temporary, Misconfigured, Uncertain}
    error = Temporary("Slow down.", vendor="apollo", status=429, retry_after=37)
    assert (error.vendor, error.status, error.retry_after) == ("apollo", 429, 37)


def test_a_lazily_translated_sentence_is_one_sentence():
    assert Invalid({"day": gettext_lazy("Enter a date.")}).fields == {"day": ["Enter a date."]}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MaunticError("x"), "error"),
        (Invalid({}), "invalid"),
        (NotAllowed("x"), "not_allowed"),
        (NotFound("x"), "not_found"),
        (Conflict("x"), "conflict"),
        (VendorError("x"), "vendor_error"),
        (Temporary("x"), "vendor_temporary"),
        (Misconfigured("x"), "vendor_misconfigured"),
    ],
)
def test_each_kind_of_error_has_a_stable_code(error, code):
    assert (error.code, isinstance(error, MaunticError)) == (code, True)


def test_details_are_the_errors_own():
    given = {"list": "x"}
    error = MaunticError("No such list.", details=given)
    given["list"] = "y"

    assert error.details == {"list": "x"}
    assert MaunticError("x").details == {}


def test_invalid_may_have_a_message_of_its_own():
    error = Invalid({"email": "Enter an address."}, message="The lead is not saved.")

    assert str(error) == error.message == "The lead is not saved."
    assert error.details == {"email": ["Enter an address."]}
    assert Invalid({"lines": ("One.", gettext_lazy("Two."))}).fields == {"lines": ["One.", "Two."]}


def test_a_vendors_error_says_nothing_that_it_does_not_know():
    error = Temporary("Slow down.")
    assert (error.vendor, error.status, error.retry_after, error.details) == ("", None, None, {})

    known = Misconfigured("Wrong key.", vendor="apollo", status=401, details={"hint": "Settings"})
    assert (known.vendor, known.status, known.details) == ("apollo", 401, {"hint": "Settings"})
    late = Temporary("Slow down.", details={"hint": "later"}, vendor="hunter", status=503)
    assert (late.vendor, late.status, late.details, late.message) == (
        "hunter",
        503,
        {"hint": "later"},
        "Slow down.",
    )
