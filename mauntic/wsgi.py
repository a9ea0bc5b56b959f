"""Entry point of the web server: `any WSGI server`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "30000")
application = get_wsgi_application()
