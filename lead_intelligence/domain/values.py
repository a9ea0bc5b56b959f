"""Values as they are stored and compared, whatever their type."""

from collections.abc import Iterable, Mapping

from lead_intelligence.domain.answers import FieldValue, Value
from lead_intelligence.domain.fields import Field

Json = str | int | list[str]

LABELS: Mapping[Field, str] = {
    Field.EMAIL: "E-mail",
    Field.FIRST_NAME: "First name",
    Field.LAST_NAME: "Last name",
    Field.PHONE: "Phone",
    Field.COMPANY: "Company",
    Field.TITLE: "Title",
    Field.INDUSTRY: "Industry",
    Field.COMPANY_SIZE: "Company size",
    Field.LINKEDIN_URL: "LinkedIn",
    Field.TECH_STACK: "Tech stack",
    Field.DIRECT_PHONE: "Direct phone",
    Field.SENIORITY: "Seniority",
    Field.COUNTRY: "Country",
}


def in_words(fields: Iterable[Field]) -> str:
    """The fields as a sentence names them."""
    return ", ".join(LABELS[each] if each is Field.LINKEDIN_URL else LABELS[each].lower() for each in fields)


def to_json(value: Value) -> Json:
    """The value as JSON holds it."""
    return list(value) if isinstance(value, tuple) else value


def from_json(stored: Json) -> Value:
    """The value that `to_json` made `stored` of."""
    return tuple(stored) if isinstance(stored, list) else stored


def pack(values: Mapping[Field, FieldValue]) -> dict[str, list[Json | float]]:
    """Values with their confidence as JSON: `{"email": [value, 0.9]}`."""
    return {field.value: [to_json(each.value), each.confidence] for field, each in values.items()}


def unpack(stored: Mapping[str, list[Json | float]]) -> dict[Field, FieldValue]:
    """The values that `pack` made `stored` of."""
    return {Field(name): _unpack(*pair) for name, pair in stored.items()}


def is_same(one: object, other: object) -> bool:
    """Whether two values say the same: case and spacing of texts and order of lists do not matter."""
    return _canonical(one) == _canonical(other)


def _unpack(value: Json | float, confidence: Json | float) -> FieldValue:
    if isinstance(value, float) or not isinstance(confidence, int | float):
        raise TypeError("Stored values are pairs of value and confidence.")
    return FieldValue(from_json(value), float(confidence))


def _canonical(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    if isinstance(value, list | tuple):
        return sorted(str(_canonical(each)) for each in value)
    return value
