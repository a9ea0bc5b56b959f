"""What the database itself holds: a snapshot of a forecast is never deleted either."""

from django.db import migrations

REFUSE = """
    CREATE FUNCTION revops_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'A snapshot of a forecast is never deleted.' USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    CREATE TRIGGER snapshots_stay BEFORE DELETE ON revops_forecastsnapshot
        FOR EACH ROW EXECUTE FUNCTION revops_refuse_delete();
"""
ALLOW = """
    DROP TRIGGER snapshots_stay ON revops_forecastsnapshot;
    DROP FUNCTION revops_refuse_delete();
"""


class Migration(migrations.Migration):
    dependencies = [("revops", "0003_import_reading")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
