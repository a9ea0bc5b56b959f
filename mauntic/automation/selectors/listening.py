"""Whether anything listens to a trigger, asked before many facts are read."""

from mauntic.automation.models import Definition, Run, RunState


def anybody_listens(trigger: str, **settings: str) -> bool:
    """Return whether a definition that acts starts by a trigger, or a run waits for it.

    Args:
        trigger: its key.
        settings: what those who listen ask for, such as the name of the event; without any, all listen.
    """
    asked = {f"current__trigger_settings__{name}": value for name, value in settings.items()}
    if Definition.objects.active().filter(current__trigger=trigger, **asked).exists():
        return True
    asked = {f"wait__settings__{name}": value for name, value in settings.items()}
    return Run.objects.filter(state=RunState.WAITING, waits_for=trigger, **asked).exists()
