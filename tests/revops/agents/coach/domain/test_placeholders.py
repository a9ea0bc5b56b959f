import pytest

from revops.agents.coach.domain.findings import Draft, Part, Severity
from revops.agents.coach.domain.placeholders import check_placeholders, placeholders_in

TOKENS = frozenset({"first_name", "company"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hi {{ first_name }}, about {{company | your team}}.", []),
        ("Hi {{ nickname }},", ["{{ nickname }}"]),
        ("Hi {{ first_name", ["{{"]),
        ("We help [Company Name] and [X](https://a.example) [1].", ["[Company Name]"]),
        ("Hi <First Name>, a < b and c > d", ["<First Name>"]),
        ("Hi {first_name}", ["{first_name}"]),
        ("Hi %FirstName%, 20% off", ["%FirstName%"]),
        ("On TBD we met XXX from Texxxas.", ["TBD", "XXX"]),
    ],
)
def test_placeholders_are_found_in_order_and_known_tokens_are_none(text, found):
    assert [place.text for place in placeholders_in(text, TOKENS)] == found


def test_a_token_is_a_placeholder_where_nothing_fills_it():
    [finding] = check_placeholders(Draft("Hello Ada", subject="For {{ company }}"))

    assert (finding.severity, finding.part, finding.quote) == (
        Severity.PROBLEM,
        Part.SUBJECT,
        "{{ company }}",
    )
    assert finding.problem == "{{ company }} is not filled in."


def test_a_greeting_without_a_name_is_a_warning_at_its_place():
    text = "  \nHi ,\nthanks for the call."

    [finding] = check_placeholders(Draft(text))

    assert (finding.severity, text[finding.start : finding.end]) == (Severity.WARNING, "Hi ,")
