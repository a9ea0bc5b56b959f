"""How much the SDR agent may do by itself."""

from enum import StrEnum


class Mode(StrEnum):
    """What the agent does with a decision."""

    OFF = "off"
    LEARNING = "learning"
    """It records what it would have done, and changes nothing."""
    COPILOT = "copilot"
    """It proposes, and waits for a person."""
    AUTOPILOT = "autopilot"
    """It acts within its limits, and proposes the rest."""
