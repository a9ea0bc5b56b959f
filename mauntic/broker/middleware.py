"""Dramatiq middleware: every message runs inside its organization and knows its cause."""

from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError
from dramatiq import Broker, Message, Middleware
from dramatiq.broker import MessageProxy
from dramatiq.middleware import MiddlewareError, SkipMessage

from mauntic.broker.actor import SYSTEM, Actor, set_actor
from mauntic.broker.cause import Cause, current_cause, set_cause
from mauntic.tenants import context
from mauntic.tenants.models import Organization

CROSS_TENANT = "cross_tenant"


# Dramatiq goes on with a message when its middleware fails, unless with a MiddlewareError: both of these
# must be one, or the work would run in the public schema.
class SentOutsideOrganization(context.NoOrganization, MiddlewareError):
    """A message was about to be sent outside of any organization."""


class OrganizationUnreachable(MiddlewareError):
    """The database did not answer: the message is tried again."""


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
        if "schema" in message.options or _is_cross_tenant(broker, message):
            return
        if context.in_public():
            raise SentOutsideOrganization(f"{message.actor_name} was sent outside of an organization.")
        message.options["schema"] = context.current_schema()

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:
        structlog.contextvars.bind_contextvars(job=message.message_id, actor=message.actor_name)
        context.leave()
        if not _is_cross_tenant(broker, message):
            context.enter(_organization_of(message))

    def after_process_message(
        self,
        broker: Broker,  # noqa: ARG002 (signature of Dramatiq)
        message: MessageProxy,  # noqa: ARG002
        *,
        result: Any = None,  # noqa: ARG002
        exception: BaseException | None = None,  # noqa: ARG002
    ) -> None:
        context.leave()
        structlog.contextvars.clear_contextvars()

    after_skip_message = after_process_message


class CauseMiddleware(Middleware):
    """Stores the cause with each message. A message without a cause is the cause of its own work.

    The actor travels the same way: `enqueue` adds it to the options of the message.
    """

    def before_enqueue(self, broker: Broker, message: Message[Any], delay: int | None) -> None:  # noqa: ARG002 (signature of Dramatiq)
        cause = current_cause()
        if cause is not None:
            message.options.setdefault("cause", [cause.kind, cause.id])

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:  # noqa: ARG002
        cause = message.options.get("cause")
        set_cause(Cause(*cause) if cause else Cause("job", message.message_id))
        actor = message.options.get("actor")
        set_actor(Actor(*actor) if actor else SYSTEM)

    def after_process_message(
        self,
        broker: Broker,  # noqa: ARG002
        message: MessageProxy,  # noqa: ARG002
        *,
        result: Any = None,  # noqa: ARG002
        exception: BaseException | None = None,  # noqa: ARG002
    ) -> None:
        set_cause(None)
        set_actor(SYSTEM)

    after_skip_message = after_process_message


def _is_cross_tenant(broker: Broker, message: Message[Any] | MessageProxy) -> bool:
    return bool(broker.get_actor(message.actor_name).options.get(CROSS_TENANT))


def _organization_of(message: MessageProxy) -> Organization:
    """Return the organization of a message. Refuse a message without one, or of a deleted one."""
    schema = message.options.get("schema", "")
    try:
        organization = Organization.objects.filter(schema_name=schema).first()
    except (DatabaseError, InterfaceError) as error:
        raise OrganizationUnreachable(f"{message.actor_name} did not get into {schema}: {error}") from error
    if organization is None:
        message.fail()
        raise SkipMessage(f"{message.actor_name} came without an organization that exists ({schema!r}).")
    return organization
