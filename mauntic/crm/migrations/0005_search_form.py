"""Leads and companies are found by their search form, leads by their phones too; 0006 fills what is there."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Concat

from mauntic.kernel.db.search import SearchForm

TEXT = """public.search_form({row}.first_name || ' ' || {row}.last_name || ' ' || {row}.email) || E'\\n'
    || regexp_replace({row}.phone, '\\D', '', 'g') || ' ' || regexp_replace({row}.direct_phone, '\\D', '', 'g')"""
_COLUMNS = "first_name, last_name, email, phone, direct_phone"
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in _COLUMNS.split(", ")) for row in ("OLD", "NEW"))
_TRIGGERS = f"""
CREATE OR REPLACE FUNCTION crm_keep_contact_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_contacttext (contact_id, text) SELECT id, {TEXT.format(row="written")} FROM written
    ON CONFLICT (contact_id) DO UPDATE SET text = excluded.text;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION crm_keep_changed_contact_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE crm_contacttext SET text = {TEXT.format(row="NEW")} WHERE contact_id = NEW.id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER crm_contact_is_renamed AFTER UPDATE OF {_COLUMNS} ON crm_contact
    FOR EACH ROW WHEN (({_OLD}) IS DISTINCT FROM ({_NEW}))
    EXECUTE FUNCTION crm_keep_changed_contact_text();
"""


class Migration(migrations.Migration):
    dependencies = [("crm", "0004_indexes_of_lists"), ("tenants", "0002_search_form")]
    operations = [
        migrations.RunSQL(_TRIGGERS, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="company", name="companies_by_name_part"),
        migrations.AddField(
            model_name="company",
            name="search_text",
            field=models.GeneratedField(
                db_persist=True,
                expression=SearchForm(Concat("name", Value(" "), "domain")),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="company",
            index=GinIndex(fields=["search_text"], name="companies_by_text", opclasses=["gin_trgm_ops"]),
        ),
    ]
