"""How a tenant's schema is made: by replay, and by migration where that cannot be."""

import pytest
from django.db import connection

from mauntic import embedded
from mauntic.tenants.models import SchemaSnapshot
from mauntic.tenants.services import create_organization, ensure_snapshot, provisioning
from tests.tenants.test_organizations import tables_of

CURRENT = str(embedded.postgres_binary("pg_dump"))


@pytest.fixture
def outdated(tmp_path) -> str:
    """A `pg_dump` as it behaves when the server is newer."""
    program = tmp_path / "pg_dump"
    program.write_text(
        "#!/bin/sh\necho 'pg_dump: error: aborting because of server version mismatch' >&2\nexit 1\n"
    )
    program.chmod(0o755)
    return str(program)


def columns_of(schema: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type, is_nullable, replace(column_default, %s, '')"
            " FROM information_schema.columns WHERE table_schema = %s ORDER BY table_name, column_name",
            [f"{schema}.", schema],
        )
        return cursor.fetchall()


def indexes_of(schema: str) -> list[str]:
    """Without their conditions, which PostgreSQL words differently after each dump."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(replace(indexdef, %s, ''), ' WHERE ', 1)"
            " FROM pg_indexes WHERE schemaname = %s ORDER BY 1",
            [f"{schema}.", schema],
        )
        return [definition for (definition,) in cursor.fetchall()]


@pytest.mark.django_db
def test_a_migrated_schema_equals_a_replayed_one():
    SchemaSnapshot.objects.all().delete()
    create_organization(name="Initech", schema_name="initech", domains=["initech.localhost"])

    assert tables_of("initech") == tables_of("acme")
    assert columns_of("initech") == columns_of("acme")
    assert indexes_of("initech") == indexes_of("acme")


@pytest.mark.django_db
def test_the_template_does_not_stay(acme):
    assert SchemaSnapshot.objects.count() == 1
    assert tables_of("mauntic_template") == set()


@pytest.mark.django_db
def test_a_snapshot_of_other_migrations_is_never_replayed(monkeypatch):
    SchemaSnapshot.objects.update(fingerprint="of another release")

    assert provisioning._current_snapshot() is None


@pytest.mark.django_db
def test_inside_a_transaction_no_snapshot_is_made():
    SchemaSnapshot.objects.all().delete()
    ensure_snapshot()

    assert not SchemaSnapshot.objects.exists()


@pytest.mark.django_db
def test_a_pg_dump_that_is_older_than_the_server_is_passed_over(outdated, monkeypatch):
    monkeypatch.setattr(provisioning, "TEMPLATE_SCHEMA", "acme")

    assert provisioning._dump(outdated) is None
    assert provisioning._first_dump([outdated]) is None
    assert "CREATE TABLE acme.events_storedevent" in provisioning._first_dump([outdated, CURRENT])
