"""A process that commits events and dies before it can send them: `python -m ... SCHEMA FACTS`."""

import os
import sys

import mauntic.worker  # noqa: F401 (sets Django up)

from django.db import transaction  # isort: skip

from mauntic.events.services import publish_many  # isort: skip
from mauntic.tenants.context import entered  # isort: skip
from tests.processes.house import happened  # isort: skip

EXIT_CODE = 9

if __name__ == "__main__":
    schema, facts = sys.argv[1], int(sys.argv[2])
    with entered(schema), transaction.atomic():
        transaction.on_commit(lambda: os._exit(EXIT_CODE))
        publish_many(happened(range(facts)))
