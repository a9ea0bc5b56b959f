"""The types of signals as choices."""

from scoring.signals.models import SignalType


def signal_types() -> list[tuple[str, str]]:
    """Return the codes of all signal types with their names, by name."""
    return sorted(((row.code, row.label) for row in SignalType.objects.all()), key=lambda each: each[1])
