"""PostgreSQL and Valkey from wheels, for trial and tests: nothing to install, nothing listens on TCP.

`in_use()` keeps them running while at least one process needs them; `throwaway()` makes a pair that
is deleted afterwards. A production installation sets DATABASE_URL and REDIS_URL and never comes here.
"""

from .account import ServerError
from .binaries import postgres_binary
from .postgres import PostgresServer
from .server import Server
from .servers import Servers, Urls, default_data_dir, default_urls, in_use
from .trial import throwaway, trial_environment
from .valkey import ValkeyServer

__all__ = [
    "PostgresServer",
    "Server",
    "ServerError",
    "Servers",
    "Urls",
    "ValkeyServer",
    "default_data_dir",
    "default_urls",
    "in_use",
    "postgres_binary",
    "throwaway",
    "trial_environment",
]
