"""Probes for whoever runs the product."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 (signature of Django)
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """The process and what it needs answer; 503 names what does not."""
    parts = {"database": _database_answers(), "broker": _broker_answers()}
    ready = all(parts.values())
    words = {name: "ok" if answers else "unreachable" for name, answers in parts.items()}
    return JsonResponse({"status": "ok" if ready else "unready", **words}, status=200 if ready else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping()
    except redis.RedisError:
        return False
    return True
