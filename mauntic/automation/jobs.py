"""Jobs of automation. Their names are stable."""

from mauntic.broker import Job

ADVANCE = Job[[list[str]]]("automation.advance")
RESUME_DUE = Job[[]]("automation.resume_due")
PURGE = Job[[]]("automation.purge")
SWEEP = Job[[]]("automation.sweep")
