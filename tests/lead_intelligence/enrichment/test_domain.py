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


def test_a_result_is_stored_under_the_names_of_the_api():
    assert pack_result(RESULTS[0]) == {
        "field": "title",
        "provider": "apollo",
        "value": "CTO",
        "confidence": 0.9,
        "cost": "0.0300",
        "latencyMs": 0,
        "isTaken": True,
        "fromCache": False,
    }
    assert pack_result(RESULTS[1])["field"] == "techStack"


def test_a_result_is_free_and_taken_from_the_vendor_unless_it_says_otherwise():
    result = RESULTS[2]
    assert (result.cost, result.latency_ms, result.is_taken, result.from_cache) == (0, 0, True, False)


def test_the_cost_keeps_its_decimals():
    packed = pack_result(RESULTS[0]) | {"cost": "0.0001"}
    assert unpack_result(packed).cost == Decimal("0.0001")


@pytest.mark.parametrize(("value", "text"), [([], ""), (["Django"], "Django"), (0, "0"), ("", "")])
def test_an_empty_value_reads_as_nothing_and_a_zero_as_zero(value, text):
    assert Result(field=Field.TITLE, provider="apollo", value=value, confidence=1.0).text == text
