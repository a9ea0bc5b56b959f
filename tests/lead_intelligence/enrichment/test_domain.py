"""What a job found for a field."""

import json
from decimal import Decimal

import pytest

from lead_intelligence.enrichment.domain import Result, pack_result, unpack_result
from lead_intelligence.leads.domain.fields import Field

RESULTS = [
    Result(field=Field.TITLE, provider="apollo", value="CTO", confidence=0.9, cost=Decimal("0.0300")),
    Result(
        field=Field.TECH_STACK,
        provider="builtwith",
        value=["Django", "Redis"],
        confidence=0.5,
        latency_ms=210,
        is_taken=False,
        from_cache=True,
    ),
    Result(field=Field.COMPANY_SIZE, provider="hunter", value=120, confidence=1.0),
]


@pytest.mark.parametrize("result", RESULTS)
def test_a_result_survives_being_stored_as_json(result):
    assert unpack_result(json.loads(json.dumps(pack_result(result)))) == result


def test_people_read_the_value_as_text():
    assert [each.text for each in RESULTS] == [
        "CTO",
        "Django, Redis",
        "120",
    ]
