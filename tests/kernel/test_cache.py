"""The cache while Redis is away. The process tests stop and hang a real one."""

import socket
import time

import pytest
import redis
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

from mauntic.kernel import cache as module
from mauntic.kernel.cache import CONNECTION, OpenRedisCache

PARAMS = {"OPTIONS": CONNECTION}


@pytest.fixture(autouse=True)
def _awake():
    yield
    module.cooldown.end()


@pytest.fixture
def silent():
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


@pytest.fixture(params=["refusing", "silent"])
def away(request):
    """A cache whose Redis is away."""
    url = "redis://127.0.0.1:1/0" if request.param == "refusing" else request.getfixturevalue("silent")
    return OpenRedisCache(url, PARAMS)


def test_what_is_asked_of_a_cache_that_is_away_is_not_there(away):
    away.set("key", 1)
    away.set_many({"key": 1, "other": 2})
    away.delete_many(["key"])

    assert away.get("key", "default") == "default"
    assert away.get_many(["key"]) == {}
    assert away.add("key", 1) is True
    assert (away.has_key("key"), away.touch("key"), away.delete("key")) == (False, False, False)


def test_a_count_in_a_cache_that_is_away_stays_below_every_limit(away):
    for _ in range(20):
        away.add("requests", 0)
        assert away.incr("requests") == 1


def test_a_silent_cache_is_waited_for_once_and_not_by_each_call(silent):
    cache = OpenRedisCache(silent, PARAMS)
    started = time.monotonic()
    for number in range(100):
        cache.set(str(number), number)

    assert time.monotonic() - started < 20, "100 calls that wait take 50 seconds"
    assert module.cooldown.is_on


def test_the_exact_cache_says_that_it_is_away():
    with pytest.raises(redis.ConnectionError):
        RedisCache("redis://127.0.0.1:1/0", PARAMS).get("key")


def test_both_caches_hold_the_same_entries(acme):
    caches["default"].set("shared", 1)

    assert caches["exact"].get("shared") == 1
