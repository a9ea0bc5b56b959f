"""Every field of every form and serializer has a limit: what has none is a 500 or a broken page some day."""

import pytest
from django import forms
from django.core.validators import DecimalValidator, MaxLengthValidator, MaxValueValidator
from rest_framework import serializers

from mauntic.kernel.api.bounds import bound
from mauntic.kernel.api.serializers import CamelSerializer
from mauntic.kernel.pages.forms import validate_in_range
from tests.kernel.patterns import modules

OURS = ("mauntic.", "lead_intelligence.", "scoring.", "revops.")
LIMITS = {
    serializers.IntegerField: "MaxValueValidator",
    serializers.FloatField: "_finite",
    serializers.DateTimeField: "_in_range",
    serializers.DateField: "_in_range",
    serializers.ListField: "MaxLengthValidator",
    serializers.CharField: "MaxLengthValidator",
}
EXTREMES = ["0001-01-01", "1969-12-31", "2201-01-01", "9999-12-31"]


def declared(base):
    """The classes of our modules that extend `base`."""
    list(modules())
    found, left = [], [base]
    while left:
        for cls in left.pop().__subclasses__():
            left.append(cls)
            if cls.__module__.startswith(OURS):
                found.append(cls)
    # A shape that only others extend may have no orders yet, and no fields either.
    whole = {cls for cls in found if getattr(cls, "orders", True)}
    return sorted(whole, key=lambda cls: (cls.__module__, cls.__qualname__))


def name_of(cls):
    return f"{cls.__module__}.{cls.__name__}"


def has(field, kind):
    return any(isinstance(validator, kind) for validator in field.validators)


def unlimited(field):
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return validate_in_range not in field.validators
    if isinstance(field, forms.DecimalField):
        return not has(field, DecimalValidator) and not has(field, MaxValueValidator)
    if isinstance(field, forms.IntegerField):
        return not has(field, MaxValueValidator)
    plain_text = isinstance(field, forms.CharField) and not isinstance(
        field, forms.UUIDField | forms.JSONField
    )
    return plain_text and not has(field, MaxLengthValidator)


@pytest.mark.parametrize("form", declared(forms.BaseForm), ids=name_of)
def test_every_field_of_a_form_has_a_limit(form):
    assert [name for name, field in form.base_fields.items() if unlimited(field)] == []


@pytest.mark.parametrize("shape", declared(CamelSerializer), ids=name_of)
def test_every_date_number_and_list_of_a_serializer_has_a_limit(shape):
    for name, field in shape().fields.items():
        limits = {getattr(each, "__name__", type(each).__name__) for each in field.validators}
        for kind, limit in LIMITS.items():
            assert not isinstance(field, kind) or limit in limits, name


@pytest.mark.parametrize("text", EXTREMES)
@pytest.mark.parametrize("kind", [serializers.DateField, serializers.DateTimeField])
def test_the_api_takes_dates_from_1970_to_2200(kind, text):
    value = text if kind is serializers.DateField else f"{text}T00:00:00Z"
    with pytest.raises(serializers.ValidationError) as refused:
        bound(kind()).run_validation(value)
    assert "between 1970 and 2200" in str(refused.value)
    assert bound(kind()).run_validation(value.replace(text[:4], "2026"))


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", 1e999])
def test_the_api_takes_finite_numbers(value):
    with pytest.raises(serializers.ValidationError):
        bound(serializers.FloatField()).run_validation(value)
