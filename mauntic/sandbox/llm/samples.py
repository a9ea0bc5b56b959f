"""Made-up data for a JSON schema."""

from collections.abc import Mapping
from typing import Any


def sample_of(schema: Mapping[str, Any], *, word: str = "sandbox") -> Any:
    """Return the least that fits a schema: empty lists, the first choice, `word` for texts."""
    return _sample(schema, schema.get("$defs", {}), word)


def _sample(schema: Mapping[str, Any], named: Mapping[str, Any], word: str) -> Any:
    if "$ref" in schema:
        return _sample(named[schema["$ref"].rpartition("/")[2]], named, word)
    if choices := schema.get("anyOf") or schema.get("allOf"):
        return _sample(choices[0], named, word)
    if choices := schema.get("enum") or [schema[each] for each in ("const",) if each in schema]:
        return choices[0]
    if schema.get("type") == "object":
        return {name: _sample(each, named, word) for name, each in schema.get("properties", {}).items()}
    number = schema.get("minimum", 0)
    plain = {"array": [], "integer": number, "number": number, "boolean": False, "null": None}
    return plain.get(str(schema.get("type")), word)
