"""Entry point of the web server: `uvicorn mauntic.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
# Django runs each request in a new thread, which would open a connection of its own and leave it behind.
os.environ.setdefault("DATABASE_POOL", "20")
application = get_asgi_application()
