"""Jobs of tracking. Their names are stable."""

from mauntic.broker import Job

DOUBT_QUICK_VISITS = Job[[]]("tracking.doubt_quick_visits")
FORGET_REJECTED = Job[[]]("tracking.forget_rejected")
