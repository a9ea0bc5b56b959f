"""Whether anything listens to a trigger, asked before many facts are read."""

from mauntic.automation.models import Definition


def anybody_listens(trigger: str) -> bool:
    """Return whether a definition that acts starts by a trigger."""
    return Definition.objects.active().filter(current__trigger=trigger).exists()
