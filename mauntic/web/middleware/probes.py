"""Health probes: `/healthz` reports that the process answers, `/readyz` the state of its services."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import redis.asyncio
import structlog
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase

from mauntic.broker import ticks
from mauntic.kernel.clock import now
from mauntic.kernel.log_limits import LogLimiter

log = structlog.get_logger(__name__)
limiter = LogLimiter()

# A probe answers within two seconds whatever fails, so all checks share a little less.
CHECK_SECONDS = 1.5
OK = "ok"
# Without it the process can serve nothing. Pages and tracking work without the others.
VITAL = "database"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ProbeMiddleware:
    """Answer probes before anything else reads the request.

    A load balancer asks by address, with any Host header and any cookie, also while the database is down:
    neither the organization nor the session may be looked up.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self._answers = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._answers.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return answer()


def healthz() -> JsonResponse:
    """Answer that the process runs."""
    return _uncached({"status": OK})


def readyz() -> JsonResponse:
    """Report the state of each part: 503 without the database, 200 and `degraded` without broker or clock."""
    parts = check()
    failing = {name: words for name, words in parts.items() if words != OK}
    status = "unready" if VITAL in failing else "degraded" if failing else OK
    for name, words in failing.items():
        if (held_back := limiter.admit(name)) is not None:
            log.warning("probe.failing", part=name, problem=words, held_back=held_back)
    return _uncached({"status": status, **parts}, status=503 if VITAL in failing else 200)


def check() -> dict[str, str]:
    """Check all parts at the same time.

    Returns: "ok" or the problem, by name of the part.
    """
    return async_to_sync(_check)()


async def _check() -> dict[str, str]:
    checks = {"database": _database, "broker": _broker, "clock": _clock}
    tasks = {name: asyncio.create_task(_words(part)) for name, part in checks.items()}
    # Not gathered: a driver may take seconds to give up what it was canceled in.
    _, pending = await asyncio.wait(tasks.values(), timeout=CHECK_SECONDS)
    for task in pending:
        task.cancel()
    late = f"no answer within {CHECK_SECONDS} seconds"
    return {name: late if task in pending else task.result() for name, task in tasks.items()}


async def _words(part: Callable[[], Awaitable[str]]) -> str:
    try:
        return await part()
    except (psycopg.Error, redis.RedisError, OSError) as error:
        if limiter.admit(type(error).__name__) is not None:  # strangers see the answer, but not the address
            log.warning("probe.error", error=str(error))
        return "unreachable"


async def _database() -> str:
    async with await _connect() as database:
        await database.execute("SELECT 1")
    return OK


async def _broker() -> str:
    client = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=CHECK_SECONDS)
    async with client:
        await client.ping()
    return OK


async def _clock() -> str:
    at = now()
    sql, values = ticks.last_tick(at).query.sql_with_params()
    async with await _connect() as database:
        found = await (await database.execute(sql, values)).fetchone()
    return ticks.silence(found[0] if found else None, at) or OK


async def _connect() -> psycopg.AsyncConnection[Any]:
    """Connect beside the pool, whose connections may all be busy, or broken."""
    options = connection.get_connection_params()
    own = {name: options[name] for name in options if name not in {"cursor_factory", "context"}}
    return await psycopg.AsyncConnection.connect(**own, autocommit=True)


def _uncached(body: dict[str, str], *, status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
