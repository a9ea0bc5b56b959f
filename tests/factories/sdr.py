"""The SDR agent, set up with a sequence."""

from collections.abc import Sequence as Many
from typing import Any

from mauntic.accounts.models import User
from revops.agents.sdr.models import SdrSequence, SdrSettings
from revops.sequences.models.sequences import Sequence
from tests.factories.sequences import make_sequence

REASONING = {"reasoning": "The title and the company fit, and the score of 72 is high."}
SENT = {
    "sent_subject": "A question",
    "sent_text": "Hello Bo,\n\nour tracker counts visits without cookies. May I show it?",
    "state": "sent",
}


def answered(
    text: str = "It counts visits without cookies.",
    sources: Many[str] = ("our-email",),
    label: str = "positive",
) -> dict[str, Any]:
    """What a model makes of a reply: its class, and an answer of one sentence."""
    return {"label": label, "answer": [{"text": text, "sources": list(sources)}]}


def set_up_agent(by: User, mode: str = "copilot", **settings: Any) -> Sequence:
    """The agent in a mode, with one sequence that takes all leads."""
    sequence = make_sequence(by, name=settings.pop("name", "Outreach"))
    SdrSettings.objects.update_or_create(pk=1, defaults={"mode": mode, **settings})
    SdrSequence.objects.create(sequence=sequence)
    return sequence
