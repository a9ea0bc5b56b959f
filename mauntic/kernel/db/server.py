"""The database as this process sees it: what an outage is, and whether there is one now."""

import threading
from typing import Any

import psycopg
import structlog
from django.db import connection
from redis.exceptions import ConnectionError as RedisUnreachable
from redis.exceptions import TimeoutError as RedisSilent

log = structlog.get_logger(__name__)

# Settings of the pool that the web server's requests share. The library would try again after 1, 2, 4, ...
# 128 seconds: after a long outage, pages would fail for minutes more. So it gives up at once, and the next
# request makes it try again. A request that finds all connections busy waits for as long as a person would.
POOL = {"min_size": 1, "timeout": 5.0, "reconnect_timeout": 0.0}
# How a connection notices that the other end vanished: within 5 s while it is opened, within 25 s later.
NETWORK = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}

CHECK_SECONDS = 3.0
CHECK_SECONDS_AWAY = 1.0

# SQLSTATEs beside class 08 that say "not now" of the whole server: being shut down, crashed, starting, full.
_NOT_NOW = {"57P01", "57P02", "57P03", "53300"}


def is_outage(error: BaseException | None) -> bool:
    """Whether an error means that PostgreSQL or Redis cannot be reached, and not that a statement failed.

    Args:
        error: an exception, whose causes are looked at, too.
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, RedisUnreachable | RedisSilent) or _is_lost_database(error):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _is_lost_database(error: BaseException) -> bool:
    """Whether the driver lost its connection, or got none. Such errors of its own have no SQLSTATE."""
    if not isinstance(error, psycopg.OperationalError):
        return False
    return error.sqlstate is None or error.sqlstate in _NOT_NOW or error.sqlstate.startswith("08")


class DatabaseWatch:
    """Look after the database in the background, so that a request need not wait to learn that it is away.

    A request on a database that hangs waits without end: nobody but a second connection can tell.
    """

    def __init__(self) -> None:
        self.is_away = False
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start watching, unless this process does already. A fork does not inherit the thread."""
        if self._thread is not None and self._thread.is_alive():
            return
        with self._start:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="database-watch", daemon=True)
                self._thread.start()

    def _watch(self) -> None:
        pause = threading.Event()
        while True:
            self._look()
            pause.wait(CHECK_SECONDS_AWAY if self.is_away else CHECK_SECONDS)

    def _look(self) -> None:
        problem = _problem()
        if problem is not None and not self.is_away:
            log.error("database.away", error=str(problem))
        elif problem is None and self.is_away:
            log.warning("database.back")
        self.is_away = problem is not None


def _problem() -> psycopg.OperationalError | None:
    """Connect as the pool would; the error, unless connections of the pool work."""
    options: dict[str, Any] = connection.get_connection_params()
    try:
        psycopg.connect(**options | {"connect_timeout": 2}).close()
    except psycopg.errors.ConnectionTimeout as error:
        return error
    except psycopg.OperationalError as error:
        return None if _pool_works() else error
    return None


def _pool_works() -> bool:
    """Whether an open connection answers: a server that takes no more of them is full, and not away."""
    pool = connection.pool  # type: ignore[attr-defined]  # of the PostgreSQL backend
    if pool is None or pool.closed:  # closed: no request has needed it yet
        return False
    pool.check()
    return bool(pool.get_stats()["pool_available"])


watch = DatabaseWatch()
