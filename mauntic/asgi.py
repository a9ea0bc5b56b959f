"""Entry point of the web server: `uvicorn mauntic.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
application = get_asgi_application()
