import pytest

from revops.agents.sdr.domain.answering import Heard, Silence, silence
from revops.agents.sdr.domain.sensitive import sensitive_subject

LONG = "Yes, please tell me more about it."


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        (Heard("positive", True, LONG), None),
        (Heard("question", True, "Does it work without cookies?"), None),
        (Heard("later", True, "Please ask me again in March."), None),
        (Heard("auto_reply", False, "I am out of the office until Monday."), Silence.NOT_HUMAN),
        (Heard("bounce", False, "Undeliverable"), Silence.NOT_HUMAN),
        (Heard("unsubscribe", True, "Please remove me from your list."), Silence.WRONG_CLASS),
        (Heard("negative", True, "We are not interested in this."), Silence.WRONG_CLASS),
        (Heard("positive", True, "Yes please"), Silence.TOO_SHORT),
        (Heard("neutral", True, "12345 67890 !!!!! ?????"), Silence.TOO_SHORT),
        (Heard("neutral", True, LONG, ("instructions",)), Silence.INSTRUCTIONS),
    ],
)
def test_only_people_who_may_want_an_answer_get_one_suggested(heard, why):
    assert silence(heard) == why


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Which personal data of mine do you store under the GDPR?", "privacy"),
        ("Woher haben Sie meine Adresse? Das ist Datenschutz.", "privacy"),
        ("Where did you get my email address from?", "privacy"),
        ("I shall forward this to our lawyer.", "legal"),
        ("Unser Anwalt wird sich melden.", "legal"),
        ("We will take legal action against you.", "legal"),
        ("You promised us 20% off, is that still true?", "price"),
        ("How much does it cost?", "price"),
        ("Was kostet das im Monat?", "price"),
        ("Can you guarantee that?", "price"),
        ("Are you a machine?", "machine"),
        ("Is this written by AI?", "machine"),
        ("Are you a real person or a bot?", "machine"),
        ("Are\u200b you a mach\u00adine?", "machine"),
        ("Bist du ein Mensch?", "machine"),
        ("Êtes-vous une machine ?", "machine"),
        ("Does it count visits of our shop?", ""),
        ("We use about 20 robots… no, kidding, tell me more.", "machine"),
        ("Let us talk on Tuesday about the rollout.", ""),
    ],
)
def test_privacy_law_prices_and_machines_are_for_people(text, subject):
    assert sensitive_subject(text) == subject
