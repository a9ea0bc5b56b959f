"""`make check` refuses migrations that the previous release cannot run on."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState
from django_migration_linter.sql_analyser import analyse_sql_statements

from tools import check_migrations

pytestmark = pytest.mark.usefixtures("acme")

TEAM = migrations.CreateModel("Team", [("id", models.BigAutoField(primary_key=True))])


def added(**fields):
    return [migrations.AddField("Team", name, field) for name, field in fields.items()]


def problems(*operations, before=(TEAM,)):
    """The codes of what the check finds in a migration of these operations."""
    state = ProjectState()
    for operation in before:
        operation.state_forwards("revops", state)
    migration = migrations.Migration("0002_more", "revops")
    migration.operations = list(operations)
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        migration.apply(state, editor, collect_sql=True)
    errors, _, _ = analyse_sql_statements(check_migrations.OldCodeAnalyser, editor.collected_sql)
    return [error.code for error in errors]


def test_a_column_without_a_default_in_the_database_is_refused():
    assert problems(*added(size=models.IntegerField(default=3))) == ["NOT_NULL"]


def test_a_default_of_one_column_does_not_excuse_another():
    size, name = models.IntegerField(default=3), models.CharField(max_length=9, db_default="")
    assert problems(*added(size=size, name=name)) == ["NOT_NULL"]
    assert problems(*added(name=name, size=size)) == ["NOT_NULL"]


@pytest.mark.parametrize(
    "field",
    [
        models.IntegerField(db_default=3),
        models.IntegerField(default=3, db_default=3),
        models.JSONField(default=dict, db_default={}),
        models.CharField(max_length=9, default="", db_default=""),
        models.DateTimeField(null=True),
        models.GeneratedField(
            expression=models.Value(1), output_field=models.IntegerField(), db_persist=True
        ),
    ],
)
def test_a_column_that_old_code_may_leave_out_is_accepted(field):
    assert problems(*added(size=field)) == []


def test_a_column_of_a_table_that_is_new_as_well_is_accepted():
    assert problems(TEAM, *added(size=models.IntegerField(default=3)), before=()) == []


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (migrations.RemoveField("Team", "size"), "DROP_COLUMN"),
        (migrations.RenameField("Team", "size", "people"), "RENAME_COLUMN"),
        (migrations.AlterField("Team", "size", models.TextField()), "ALTER_COLUMN"),
        (migrations.AlterField("Team", "size", models.IntegerField(unique=True)), "ADD_UNIQUE"),
        (migrations.DeleteModel("Team"), "DROP_TABLE"),
    ],
)
def test_what_takes_away_from_old_code_is_refused(operation, code):
    before = TEAM, *added(size=models.IntegerField(db_default=3))
    assert code in problems(operation, before=before)


def test_the_apps_of_organizations_and_the_shared_ones_are_checked():
    tenant_apps = set(check_migrations.own_apps(shared=False))
    assert tenant_apps >= {"crm", "events", "revops", "scoring", "lead_intelligence", "tracking"}
    assert check_migrations.own_apps(shared=True) == ["tenants", "broker"]


def test_migrations_of_organizations_are_looked_at_except_those_that_are_accepted(monkeypatch):
    assert not check_migrations.refused(shared=False)
    monkeypatch.setattr(check_migrations, "ACCEPTED", {})
    assert check_migrations.refused(shared=False)
