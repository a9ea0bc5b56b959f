from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
import redis

from mauntic.embedded import ValkeyServer


def client(server: ValkeyServer) -> redis.Redis:
    return redis.Redis.from_url(server.url, decode_responses=True)


def test_a_full_memory_is_an_error_rather_than_a_lost_job(valkey):
    with client(valkey) as connection:
        settings = connection.config_get("maxmemory-policy", "appendonly", "port")
    assert settings == {"maxmemory-policy": "noeviction", "appendonly": "yes", "port": "0"}


def test_nothing_listens_on_tcp(valkey):
    assert psutil.Process(valkey.pid()).net_connections(kind="tcp") == []


@pytest.mark.parametrize("how", ["restart", "kill"])
def test_the_data_outlives_the_process(valkey, how):
    with client(valkey) as connection:
        connection.set("kept", "7")
        connection.execute_command("WAITAOF", 1, 0, 5000)
    getattr(valkey, how)()
    valkey.start()
    with client(valkey) as connection:
        assert connection.get("kept") == "7"


def test_a_stale_socket_and_pid_file_are_no_hindrance(valkey):
    valkey.kill()
    assert valkey.socket.exists()
    valkey.start()
    assert valkey.answers()


def test_a_second_start_leaves_the_running_server_alone(valkey):
    pid = valkey.pid()
    valkey.start()
    assert valkey.pid() == pid


def test_starting_from_several_places_at_once_gives_one_server(open_folder, servers_in):
    several = [servers_in(open_folder / "var").valkey for _ in range(4)]
    with ThreadPoolExecutor(len(several)) as pool:
        list(pool.map(lambda server: server.start(), several))
    assert len({server.pid() for server in several}) == 1


def test_stop_leaves_no_process_and_no_socket(valkey):
    pid = valkey.pid()
    valkey.stop()
    assert not valkey.socket.exists()
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_path_too_long_for_a_socket_is_no_hindrance(servers_in, open_folder):
    server = servers_in(open_folder / ("long" * 30) / "var").valkey
    server.start()
    assert server.answers()
