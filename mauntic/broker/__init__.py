"""Sending jobs: Dramatiq actors on Redis, each message inside the organization that sent it."""

from mauntic.broker.sending import send, send_on_commit

__all__ = ["send", "send_on_commit"]
