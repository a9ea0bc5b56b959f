from django.utils.translation import gettext_lazy

from mauntic.kernel.errors import Invalid, MaunticError, Misconfigured, Temporary, VendorError


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


def test_vendor_errors_are_of_two_kinds_and_say_who_failed_and_when_to_return():
    assert {Temporary, Misconfigured} == set(VendorError.__subclasses__())
    error = Temporary("Slow down.", vendor="apollo", status=429, retry_after=37)
    assert (error.vendor, error.status, error.retry_after) == ("apollo", 429, 37)


def test_a_lazily_translated_sentence_is_one_sentence():
    assert Invalid({"day": gettext_lazy("Enter a date.")}).fields == {"day": ["Enter a date."]}
