"""Sending jobs: Dramatiq actors on Redis, each message inside the organization that sent it."""

from mauntic.broker.jobs import Job
from mauntic.broker.sending import enqueue, enqueue_at_once, enqueue_in

__all__ = ["Job", "enqueue", "enqueue_at_once", "enqueue_in"]
