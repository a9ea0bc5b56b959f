"""The shape of conditions in the document: what it allows is what the parser reads."""

import jsonschema
import pytest
from drf_spectacular.generators import SchemaGenerator

from mauntic.kernel.api.conditions import ConditionsField, ConditionsSchema, conditions_schema
from mauntic.kernel.conditions import as_json, from_json
from mauntic.kernel.conditions.operators import Operator
from tests.kernel.conditions.test_form import TREE
from tests.kernel.conditions.test_parsing import leaf

DEMO = {"field": "deal.stage", "operator": "equals", "value": "demo"}


@pytest.fixture
def is_valid(acme):
    document = SchemaGenerator().get_schema(request=None, public=True)
    schema = {"$ref": "#/components/schemas/Conditions", "components": document["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    return validator.is_valid


@pytest.mark.parametrize(
    "tree",
    [
        TREE,
        DEMO,
        {"any": [DEMO, {"not": {"all": [DEMO, leaf("deal.close", "overdue")]}}]},
        {"all": []},
        leaf("lead.score", "at_least", 99.5),
        leaf("lead.owned", "equals", False),
    ],
)
def test_the_document_allows_what_is_stored(is_valid, tree):
    assert is_valid(as_json(from_json(tree)))


@pytest.mark.parametrize(
    "given",
    [
        {},
        [],
        None,
        {"any": []},
        {"all": {}},
        {"all": [{}]},
        {"all": [DEMO], "any": [DEMO]},
        {**DEMO, "operator": "is_odd"},
        {**DEMO, "value": {}},
        {**DEMO, "value": []},
        {**DEMO, "value": ""},
        {**DEMO, "note": "x"},
        {**DEMO, "all": [DEMO]},
        {"not": DEMO, "value": "demo"},
        {"field": "deal.stage"},
    ],
)
def test_the_document_refuses_what_the_parser_refuses(is_valid, given):
    assert not is_valid(given)


def test_every_operator_is_in_the_shape_and_explained():
    schema = conditions_schema()

    assert schema["properties"]["operator"]["enum"] == list(Operator)
    assert all(f"`{operator}`" in schema["description"] for operator in Operator)


@pytest.mark.parametrize(("allow_empty", "shapes"), [(True, 2), (False, 1)])
def test_no_conditions_at_all_are_documented_where_they_are_allowed(allow_empty, shapes):
    class Registry:
        def register_on_missing(self, component):
            self.component = component

    class Schema:
        registry = Registry()

    field = ConditionsField(allow_empty=allow_empty)
    found = ConditionsSchema(field).map_serializer_field(Schema, "request")

    assert len(found.get("anyOf", [found])) == shapes
    assert Schema.registry.component.name == "Conditions"
