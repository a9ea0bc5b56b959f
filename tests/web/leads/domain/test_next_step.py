"""The next step never contradicts open alerts, planned tasks or intent."""

import pytest

from mauntic.web.leads.domain.next_step import LeadFacts, next_step

ALERT = {"alert": "Pricing page", "alert_due": "in 43 min"}


@pytest.mark.parametrize(
    ("facts", "key", "text", "reason"),
    [
        (ALERT | {"suppressed_reason": "Unsubscribed"}, "block", "Do not contact", "Unsubscribed"),
        (ALERT, "take", "Take this lead", "Pricing page alert, due in 43 min. It has no owner."),
        (
            ALERT | {"has_owner": True, "has_phone": True, "grade": "C", "is_enriched": True},
            "call",
            "Call",
            "Pricing page alert, due in 43 min.",
        ),
        (
            ALERT | {"has_owner": True, "has_email": True},
            "email",
            "Send an email",
            "Pricing page alert, due in 43 min. No phone number.",
        ),
        (
            ALERT | {"has_owner": True, "has_email": True, "has_phone": True, "is_reply": True},
            "reply",
            "Reply",
            "Pricing page alert, due in 43 min.",
        ),
        (
            ALERT | {"has_owner": True, "is_enriching": True},
            "find",
            "Find contact details",
            "Pricing page alert, due in 43 min. No phone number or email address.",
        ),
        (
            {"is_enriching": True, "task": "Send the offer", "task_due": "today 14:00"},
            "wait",
            "Wait for enrichment",
            "Enrichment is running. This page updates automatically.",
        ),
        (
            {"task": "Send the offer", "task_due": "tomorrow 09:00", "intent": 95, "has_owner": True},
            "task",
            "Send the offer",
            "Planned, due tomorrow 09:00.",
        ),
        (
            {"touched": "5 min ago", "intent": 95, "has_owner": True, "has_phone": True},
            "plan",
            "Plan the next step",
            "Last contact 5 min ago. Nothing is planned.",
        ),
        (
            {"intent": 95, "has_owner": True, "has_phone": True},
            "call",
            "Call",
            "Intent is 95 of 100 and decreasing.",
        ),
        ({"grade": "A"}, "take", "Take this lead", "Grade A. It has no owner."),
        ({"grade": "C"}, "enrich", "Enrich", "This lead has not been enriched yet."),
        (
            {"grade": "C", "intent": 60, "is_enriched": True},
            "none",
            "No action needed",
            "Grade C, medium intent, no open alerts.",
        ),
        ({"is_enriched": True, "touched": "1 h ago"}, "none", "No action needed", "Grade –, low intent."),
    ],
)
def test_the_first_step_that_applies_is_suggested(facts: dict, key: str, text: str, reason: str) -> None:
    step = next_step(LeadFacts(**facts))
    assert (step.key, step.text, step.reason) == (key, text, reason)


def test_advice_on_data_quality_comes_when_nothing_else_is_to_do() -> None:
    quiet = LeadFacts(grade="C", is_enriched=True)
    assert next_step(quiet, advice=["Fill in: phone"]).text == "Fill in: phone"
    assert next_step(LeadFacts(grade="C", is_enriched=True, **ALERT), advice=["Fill in: phone"]).key == "take"
