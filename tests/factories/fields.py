"""Custom fields for tests."""

from mauntic.crm.models import CustomField


def define(*keys: str, owner: str = "contact", kind: str = "text", choices: str = "") -> list[CustomField]:
    """Define custom fields whose labels are their keys.

    Args: `choices` are keys, which are their labels, too, separated by spaces.
    """
    offered = [{"key": key.casefold(), "label": key, "is_off": False} for key in choices.split()]
    return CustomField.objects.bulk_create(
        CustomField(owner=owner, key=key, label=key, kind=kind, choices=offered, position=place)
        for place, key in enumerate(keys)
    )
