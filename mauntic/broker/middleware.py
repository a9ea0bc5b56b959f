"""Dramatiq middleware: every message runs inside its organization and knows its cause."""

from typing import Any

import structlog
from dramatiq import Broker, Message, Middleware

from mauntic.broker.cause import Cause, caused_by, current_cause
from mauntic.tenants import context

CROSS_TENANT = "cross_tenant"


class OrganizationMiddleware(Middleware):
    """Stamps messages with the schema that sent them and enters it around their work.

    Stamping keeps what is already there, so that a retry stays in its organization. A message without
    one is refused instead of running in the public schema; actors that look after all organizations say
    so with the option `cross_tenant=True`.
    """

    @property
    def actor_options(self) -> set[str]:
        return {CROSS_TENANT}

    def before_enqueue(self, broker: Broker, message: Message[Any], delay: int | None) -> None:  # noqa: ARG002 (signature of Dramatiq)
        if broker.get_actor(message.actor_name).options.get(CROSS_TENANT):
            return
        if "schema" not in message.options and context.in_public():
            raise context.NoOrganization(f"{message.actor_name} was sent outside of an organization.")
        message.options.setdefault("schema", context.current_schema())

    def before_process_message(self, broker: Broker, message: Message[Any]) -> None:
        structlog.contextvars.bind_contextvars(job=message.message_id, actor=message.actor_name)
        if broker.get_actor(message.actor_name).options.get(CROSS_TENANT):
            context.leave()
            return
        schema = message.options.get("schema")
        if not schema:
            raise context.NoOrganization(f"{message.actor_name} came without an organization.")
        context.leave()
        context.enter(context.Organization.objects.get(schema_name=schema))

    def after_process_message(
        self,
        broker: Broker,  # noqa: ARG002 (signature of Dramatiq)
        message: Message[Any],  # noqa: ARG002
        *,
        result: Any = None,  # noqa: ARG002
        exception: BaseException | None = None,  # noqa: ARG002
    ) -> None:
        context.leave()
        structlog.contextvars.clear_contextvars()

    after_skip_message = after_process_message


class CauseMiddleware(Middleware):
    """Carries the cause of a message with it, and names the message as cause of what its work publishes."""

    def __init__(self) -> None:
        self._running: dict[str, Any] = {}

    def before_enqueue(self, broker: Broker, message: Message[Any], delay: int | None) -> None:  # noqa: ARG002 (signature of Dramatiq)
        cause = current_cause()
        if cause is not None:
            message.options.setdefault("cause", [cause.kind, cause.id])

    def before_process_message(self, broker: Broker, message: Message[Any]) -> None:  # noqa: ARG002
        cause = message.options.get("cause")
        block = caused_by(Cause(*cause) if cause else Cause("job", message.message_id))
        block.__enter__()
        self._running[message.message_id] = block

    def after_process_message(
        self,
        broker: Broker,  # noqa: ARG002
        message: Message[Any],
        *,
        result: Any = None,  # noqa: ARG002
        exception: BaseException | None = None,  # noqa: ARG002
    ) -> None:
        block = self._running.pop(message.message_id, None)
        if block is not None:
            block.__exit__(None, None, None)

    after_skip_message = after_process_message
