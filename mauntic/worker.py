"""Entry point of the workers: `dramatiq mauntic.worker --queues ...`."""

import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
django.setup()
# What is loaded now lives as long as the worker, and jobs make and drop thousands of rows: to look for cycles
# among them every few hundred objects takes a tenth of the time and finds nothing.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
