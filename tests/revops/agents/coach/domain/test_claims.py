import pytest

from revops.agents.coach.domain.claims import check_claims
from revops.agents.coach.domain.findings import Draft, Kind, Severity
from revops.agents.facts.domain.facts import Fact

FACTS = [
    Fact("size", "Hydra employs 120 people.", "CRM"),
    Fact("insight-1", "Hydra raised $12 million in 2025.", "hydra.example", "https://hydra.example/news"),
]


@pytest.mark.parametrize(
    "text",
    [
        "Congrats on the $12 million.",
        "With 120 people you outgrow sheets.",
        "Would 15 minutes on Tuesday at 10:00 work?",
        "I read page 3 of your report.",
        "Our pump is the one that lasts.",
    ],
)
def test_known_figures_and_times_are_no_claims(text):
    assert not list(check_claims(Draft(text), FACTS))


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("We cut costs by 35%.", Severity.WARNING),
        ("Congrats on the $15 million.", Severity.WARNING),
        ("With 300 people you outgrow sheets.", Severity.WARNING),
        ("Customers see 3x more replies.", Severity.WARNING),
        ("We are the leading vendor.", Severity.HINT),
        ("Our proven method works.", Severity.HINT),
    ],
)
def test_a_claim_without_a_fact_is_found_at_its_sentence(text, severity):
    draft = Draft(f"Hi Ada.\n{text} Bye.")

    [finding] = check_claims(draft, FACTS)

    assert (finding.severity, finding.quote) == (severity, text)
    assert draft.text[finding.start : finding.end] == text


def test_notes_are_about_what_was_said_and_need_no_source():
    assert not list(check_claims(Draft("They want 35% off.", kind=Kind.NOTES), FACTS))
