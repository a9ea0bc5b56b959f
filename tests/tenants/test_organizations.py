"""Making and removing organizations."""

import pytest
from django.db import connection, transaction

from mauntic.accounts.models import User
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.tenants.context import current_schema, entered, in_public
from mauntic.tenants.models import Domain, Organization
from mauntic.tenants.services import create_organization, update_organization


def tables_of(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_a_new_organization_has_every_table_and_migration_of_the_others():
    create_organization(name="Initech", schema_name="initech", domains=["initech.localhost"])

    assert tables_of("initech") == tables_of("acme")
    with entered("initech"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        new = cursor.fetchone()
    with entered("acme"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        assert cursor.fetchone() == new


@pytest.mark.django_db
def test_organizations_do_not_see_each_others_people():
    with entered("acme"):
        User.objects.create_user("jo@acme.example")
    with entered("globex"):
        assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", {"name": " "}),
        ("schema", {"schema_name": "Init-ech"}),
        ("schema", {"schema_name": "public"}),
        ("schema", {"schema_name": "pg_catalog"}),
        ("domain", {"domains": []}),
        ("domain", {"domains": ["not a host"]}),
        ("domain", {"domains": ["under_score.localhost"]}),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_made(field, wrong):
    before = Organization.objects.count()
    with pytest.raises(Invalid) as caught:
        create_organization(
            **{"name": "Initech", "schema_name": "initech", "domains": ["i.localhost"], **wrong}
        )

    assert list(caught.value.fields) == [field]
    assert Organization.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize("taken", [{"schema_name": "acme"}, {"domains": ["new.localhost", "acme.localhost"]}])
def test_a_taken_name_or_host_is_a_conflict_and_nothing_is_made(taken):
    before = Domain.objects.count()
    with pytest.raises(Conflict):
        create_organization(
            **{"name": "Initech", "schema_name": "initech", "domains": ["i.localhost"], **taken}
        )

    assert Domain.objects.count() == before


@pytest.mark.django_db
def test_a_schema_that_cannot_be_built_leaves_no_row():
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA initech")
    with pytest.raises(Exception, match="already exists"), transaction.atomic():
        create_organization(name="Initech", schema_name="initech", domains=["initech.localhost"])

    assert not Organization.objects.filter(schema_name="initech").exists()


@pytest.mark.django_db
def test_leaving_goes_back_to_the_organization_that_was_entered_before():
    assert in_public()
    with entered("acme"):
        with entered("globex"):
            assert current_schema() == "globex"
        assert current_schema() == "acme"
    assert in_public()


@pytest.mark.django_db
def test_entering_an_unknown_organization_leaves_one_where_one_was():
    with entered("acme"):
        with pytest.raises(Organization.DoesNotExist), entered("initech"):
            pass
        assert current_schema() == "acme"


@pytest.mark.parametrize("name", ["Acme\nBcc: evil@example.com", "Acme\r\nLtd", "Acme\tLtd", "Acme\x00"])
def test_a_name_of_more_than_one_line_is_refused(acme, name):
    with pytest.raises(Invalid) as made:
        create_organization(name=name, schema_name="linebreak", domains=["linebreak.localhost"])
    with pytest.raises(Invalid) as changed:
        update_organization(
            organization=acme, name=name, time_zone="UTC", currency="USD", enriches_new_contacts=True
        )
    assert (list(made.value.fields), list(changed.value.fields)) == (["name"], ["name"])
