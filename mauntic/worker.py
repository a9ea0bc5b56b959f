"""Entry point of the workers: `dramatiq mauntic.worker --queues ...`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
django.setup()
