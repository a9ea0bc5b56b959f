"""Values as they are stored and compared, whatever their type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lead_intelligence.leads.domain.fields import Field
from mauntic.kernel.normalize import is_same_name, is_same_number

Value = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A normalized value with its confidence (0-1)."""

    value: Value
    confidence: float


Json = str | int | list[str]


def to_json(value: Value) -> Json:
    """Convert a value to JSON."""
    return list(value) if isinstance(value, tuple) else value


def from_json(stored: Json) -> Value:
    """Return the value that `to_json` converted to `stored`."""
    return tuple(stored) if isinstance(stored, list) else stored


def pack(values: Mapping[Field, FieldValue]) -> dict[str, list[Json | float]]:
    """Convert values with their confidence to JSON: `{"email": [value, 0.9]}`."""
    return {field.value: [to_json(each.value), each.confidence] for field, each in values.items()}


def unpack(stored: Mapping[str, list[Json | float]]) -> dict[Field, FieldValue]:
    """Return the values that `pack` converted to `stored`."""
    return {Field(name): _unpack(*pair) for name, pair in stored.items()}


def is_same(one: object, other: object) -> bool:
    """Whether two values are equal. Case and spacing of texts and the order of lists do not matter."""
    return _canonical(one) == _canonical(other)


def says_same(field: Field, one: object, other: object) -> bool:
    """Whether two values of a field say the same: Acme and Acme Inc., a number and its extension."""
    alike = _ALIKE.get(field)
    if alike and isinstance(one, str) and isinstance(other, str) and alike(one, other):
        return True
    return is_same(one, other)


_ALIKE: Mapping[Field, Callable[[str, str], bool]] = {
    Field.COMPANY: is_same_name,
    Field.PHONE: is_same_number,
    Field.DIRECT_PHONE: is_same_number,
}


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


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its vendor."""

    field: Field
    slug: str
    value: FieldValue
    from_cache: bool = False
