"""A worker of the outbox benchmark: it loads, says that it is ready, and sends when it gets a line.

python -m benchmarks.support.outbox_worker SCHEMA MAILBOX
"""

import sys
from uuid import UUID

import django

READY = "ready\n"


def main(schema: str, mailbox_id: str) -> None:
    """Load what a worker of the product has loaded, wait for the start, and send what is due."""
    django.setup()
    from django.db import connection
    from django.urls import reverse

    from mauntic.delivery.messages.origins import Standing, answer_for
    from mauntic.delivery.messages.services.sending import send_due
    from mauntic.tenants.context import entered

    answer_for("bench", lambda ids: dict.fromkeys(ids, Standing()))
    with entered(schema):
        reverse("delivery:unsubscribe", args=["token"])  # loads all addresses
        connection.ensure_connection()
        sys.stdout.write(READY)
        sys.stdout.flush()
        sys.stdin.readline()
        send_due(mailbox_id=UUID(mailbox_id))


if __name__ == "__main__":
    main(*sys.argv[1:])
