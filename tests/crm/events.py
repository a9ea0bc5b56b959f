"""What was told."""

from mauntic.events.models import StoredEvent


def facts(wire_name):
    """Payloads of that type, in the order in which they were published."""
    rows = StoredEvent.objects.filter(type=wire_name).order_by("occurred_at", "id")
    return [fact for row in rows for fact in row.facts]
