import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import environ
import psutil
import psycopg
import pytest

from mauntic.embedded import PostgresServer, ServerError, Servers
from mauntic.embedded.account import Account


def execute(server: PostgresServer, statement: str) -> list[tuple]:
    with psycopg.connect(server.conninfo) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def processes_of(server: PostgresServer) -> list[int]:
    home = str((server.data_dir / "postgres").resolve())
    return [each.pid for each in psutil.process_iter(["cwd"]) if each.info["cwd"] == home]


def test_django_environ_reads_the_address(postgres):
    settings = environ.Env.db_url_config(postgres.url)
    with psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"]) as connection:
        assert connection.execute("SELECT current_database(), current_user").fetchone() == (
            "mauntic",
            "mauntic",
        )


def test_nothing_listens_on_tcp(postgres):
    connections = psutil.Process(postgres.pid()).net_connections(kind="tcp")
    assert connections == []


def test_case_and_accents_are_those_of_unicode(postgres):
    assert execute(postgres, "SELECT lower('ÄÉŁ'), upper('øß')") == [("äéł", "Øß")]


def test_the_address_is_known_before_the_server_runs(servers):
    before = servers.database_url
    servers.postgres.start()
    assert servers.database_url == before
    assert not (servers.data_dir / "valkey").exists()


def test_a_second_start_leaves_the_running_server_alone(postgres):
    pid = postgres.pid()
    postgres.start()
    assert postgres.pid() == pid


def test_a_restart_keeps_the_data(postgres):
    execute(postgres, "CREATE TABLE kept AS SELECT 7 AS number")
    postgres.restart()
    assert execute(postgres, "SELECT number FROM kept") == [(7,)]


def test_stop_leaves_no_process_and_no_socket(postgres):
    assert processes_of(postgres) != []
    postgres.stop()
    assert (processes_of(postgres), list(postgres.socket_dir.iterdir())) == ([], [])


def test_stopping_a_stopped_server_does_nothing(servers):
    servers.postgres.stop()
    assert not servers.postgres.is_running()


def test_a_killed_server_starts_again_with_its_data(postgres):
    execute(postgres, "CREATE TABLE kept AS SELECT 7 AS number")
    postgres.kill()
    assert not postgres.answers()
    postgres.start()
    assert execute(postgres, "SELECT number FROM kept") == [(7,)]


def test_a_reused_pid_neither_hinders_a_start_nor_is_hurt_by_a_stop(postgres):
    postgres.kill()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        pid_file = (postgres.data_dir / "postgres").resolve() / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]))
        postgres.stop()
        assert stranger.poll() is None
        postgres.start()
        assert execute(postgres, "SELECT 1") == [(1,)]
        stranger.communicate(b"\n")


def test_an_initialisation_that_was_cut_off_is_made_anew(servers):
    unfinished = servers.data_dir / "postgres.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    servers.postgres.start()
    assert execute(servers.postgres, "SELECT 1") == [(1,)]
    assert not unfinished.exists()


def test_starting_from_several_places_at_once_gives_one_server(open_folder, servers_in):
    several = [servers_in(open_folder / "var").postgres for _ in range(4)]
    with ThreadPoolExecutor(len(several)) as pool:
        list(pool.map(lambda server: server.start(), several))
    assert len({server.pid() for server in several}) == 1
    assert execute(several[0], "SELECT 1") == [(1,)]


def test_a_path_too_long_for_a_socket_is_no_hindrance(servers_in, open_folder):
    server = servers_in(open_folder / ("long" * 30) / "var").postgres
    server.start()
    assert execute(server, "SELECT 1") == [(1,)]
    assert not server.socket_dir.is_relative_to(open_folder)


def test_a_path_with_spaces_and_quotes_is_no_hindrance(servers_in, open_folder):
    server = servers_in(open_folder / "it's my, folder").postgres
    server.start()
    assert execute(server, "SELECT 1") == [(1,)]


def test_the_reason_of_a_failed_start_is_named(postgres):
    postgres.stop()
    (postgres.data_dir / "postgres" / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(ServerError, match=r"postgres.*server\.log"):
        postgres.start()


needs_root = pytest.mark.skipif(
    Account.current().uid != 0, reason="only root starts PostgreSQL as somebody else"
)


@needs_root
def test_root_runs_postgres_as_an_unprivileged_account_behind_a_private_socket(postgres):
    assert psutil.Process(postgres.pid()).uids().real != 0
    assert postgres.socket_dir.stat().st_mode & 0o777 == 0o700


@needs_root
def test_root_below_a_closed_folder_keeps_the_data_outside(
    open_folder: Path, shared_home: Path, servers_in: Callable[[Path], Servers]
):
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    server = servers_in(closed / "var").postgres
    server.start()
    execute(server, "CREATE TABLE kept AS SELECT 7 AS number")
    server.restart()
    assert execute(server, "SELECT number FROM kept") == [(7,)]
    assert (closed / "var" / "postgres").resolve().is_relative_to(shared_home)
    assert closed.stat().st_mode & 0o777 == 0o700


@needs_root
def test_root_below_a_closed_folder_starts_afresh_after_the_folder_was_deleted(open_folder, servers_in):
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    first = servers_in(closed / "var").postgres
    first.start()
    execute(first, "CREATE TABLE old AS SELECT 7 AS number")
    first.stop()
    (closed / "var" / "postgres").unlink()
    again = servers_in(closed / "var").postgres
    again.start()
    assert execute(again, "SELECT to_regclass('old')") == [(None,)]
