from decimal import Decimal

import pytest

from revops.prospects.domain.reasoning import Outcome, icp_sentence, reasoning, recommendation_sentence


def size(verdict="match", value=320, least=50, most=500):
    return {"company_size": {"verdict": verdict, "value": value, "least": least, "most": most}}


def outcome(findings=None, *, score="45", icp="0.80", completeness="1", recommendation="manual_review"):
    return Outcome(
        score=Decimal(score),
        icp_match=Decimal(icp),
        completeness=Decimal(completeness),
        recommendation=recommendation,
        findings=findings or {},
    )


def test_the_reasons_name_what_matches_the_numbers_and_what_is_unknown():
    found = {
        "seniority": {"verdict": "match", "value": "vp"},
        "title": {"verdict": "match", "value": "VP Sales"},
        **size(),
        "industry": {"verdict": "unknown", "value": ""},
    }

    assert icp_sentence(outcome(found, icp="0.75")) == (
        "ICP 0.75: title and seniority match, company size 320 is within 50-500, industry unknown."
    )


def test_what_does_not_match_is_named_with_its_value():
    found = {
        "title": {"verdict": "miss", "value": "Accountant"},
        "seniority": {"verdict": "miss", "value": "c_level"},
        "country": {"verdict": "match", "value": "DE"},
    }

    assert icp_sentence(outcome(found, icp="0.33")) == (
        'ICP 0.33: country matches, title "Accountant" does not match, seniority "C-level" does not match.'
    )


def test_three_matches_are_listed_with_commas():
    found = {name: {"verdict": "match", "value": "x"} for name in ("title", "industry", "country")}

    assert icp_sentence(outcome(found, icp="1")) == "ICP 1.00: title, industry and country match."


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (size("miss", 12), "company size 12 is outside 50-500"),
        (size("match", 12_000, 50, None), "company size 12,000 is at least 50"),
        (size("miss", 12, 50, None), "company size 12 is below 50"),
        (size("match", 12, None, 500), "company size 12 is at most 500"),
        (size("miss", 1200, None, 500), "company size 1,200 is above 500"),
        (size("unknown", None), "company size unknown"),
    ],
)
def test_the_company_size_is_compared_in_words(finding, text):
    assert icp_sentence(outcome(finding, icp="0.5")) == f"ICP 0.50: {text}."


def test_an_empty_profile_is_named():
    assert icp_sentence(outcome(icp="0")) == "ICP 0.00: the ideal customer profile is empty."


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"recommendation": "enrich", "completeness": "0.5"}, "Completeness 0.50 is below 0.60."),
        (
            {"recommendation": "sequence", "score": "72.4"},
            "Score 72 is at least 60, and ICP 0.80 at least 0.60.",
        ),
        (
            {"recommendation": "skip", "score": "19.99", "icp": "0.2"},
            "Score 19 is below 20, and ICP 0.20 below 0.30.",
        ),
        ({"score": "59.99"}, "No sequence yet: score 59 is below 60."),
        ({"score": "90", "icp": "0.4"}, "No sequence yet: ICP 0.40 is below 0.60."),
        ({"icp": "0.4"}, "No sequence yet: score 45 is below 60 and ICP 0.40 is below 0.60."),
    ],
)
def test_the_recommendation_is_explained_with_its_numbers(values, text):
    assert recommendation_sentence(outcome(**values)) == text


def test_the_reasoning_is_both_sentences():
    assert reasoning(outcome(size())) == (
        "ICP 0.80: company size 320 is within 50-500. No sequence yet: score 45 is below 60."
    )
