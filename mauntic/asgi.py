"""Entry point of the web server: `uvicorn mauntic.asgi:application`."""

import os
from typing import cast

from django.core.asgi import get_asgi_application

from mauntic.web.middleware.body_limit import App, BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
# Django runs each request in a new thread, which would open a connection of its own and leave it behind.
os.environ.setdefault("DATABASE_POOL", "20")
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "30000")
# A person waits for the request that sends a message: a worker has more time.
os.environ.setdefault("REDIS_TIMEOUT", "1")
application = BodyLimit(cast("App", get_asgi_application()))
