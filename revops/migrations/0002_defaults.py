"""What the database itself holds: a snapshot of a forecast is never changed."""

from django.db import migrations

REFUSE = """
    CREATE FUNCTION revops_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'A snapshot of a forecast is never changed.' USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    CREATE TRIGGER snapshots_stay_as_they_are BEFORE UPDATE ON revops_forecastsnapshot
        FOR EACH ROW EXECUTE FUNCTION revops_refuse_change();
"""
ALLOW = """
    DROP TRIGGER snapshots_stay_as_they_are ON revops_forecastsnapshot;
    DROP FUNCTION revops_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("revops", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
