"""Jobs of the event log. Their names are stable."""

from mauntic.broker import Job

DELIVER = Job[[str, list[str]]]("events.deliver")
DELIVER_BULK = Job[[str, list[str]]]("events.deliver_bulk")
REDELIVER_DUE = Job[[]]("events.redeliver_due")
