"""Running a transaction again when another one was in its way."""

from django.db import IntegrityError, OperationalError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random

CONFLICTS = Retrying(
    retry=retry_if_exception_type((IntegrityError, OperationalError)),
    stop=stop_after_attempt(3),
    wait=wait_random(max=0.2),
    reraise=True,
)
"""Repeats a whole transaction after a deadlock, or after two wrote the same row: `CONFLICTS(write, ...)`.

Only for functions that open the outermost transaction themselves and change nothing outside of it.
"""
