"""What a draft is asked for."""

from dataclasses import dataclass
from enum import StrEnum

from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _

LONGEST_GOAL = 300


class Tone(StrEnum):
    """How the draft sounds."""

    NEUTRAL = "neutral"
    FRIENDLY = "friendly"
    FORMAL = "formal"
    DIRECT = "direct"


TONE_LABELS: dict[Tone, StrPromise] = {
    Tone.NEUTRAL: _("Neutral"),
    Tone.FRIENDLY: _("Friendly"),
    Tone.FORMAL: _("Formal"),
    Tone.DIRECT: _("Direct"),
}


class Place(StrEnum):
    """Where the draft goes: a new email, an answer in a thread, or a step that many leads get."""

    EMAIL = "email"
    ANSWER = "answer"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Brief:
    """Goal and tone of a draft, and where it goes."""

    goal: str
    tone: Tone = Tone.NEUTRAL
    place: Place = Place.EMAIL
