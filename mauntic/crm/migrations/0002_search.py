"""Keeps `ContactText` by trigger: whoever writes a contact, the search finds it."""

from django.db import migrations

_TRIGGERS = """
CREATE FUNCTION crm_keep_contact_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_contacttext (contact_id, text) SELECT id, search_text FROM written
    ON CONFLICT (contact_id) DO UPDATE SET text = excluded.text;
    RETURN NULL;
END $$;
CREATE FUNCTION crm_keep_changed_contact_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE crm_contacttext SET text = NEW.search_text WHERE contact_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER crm_contact_is_made AFTER INSERT ON crm_contact
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION crm_keep_contact_text();
CREATE TRIGGER crm_contact_is_renamed AFTER UPDATE OF first_name, last_name, email ON crm_contact
    FOR EACH ROW WHEN (OLD.search_text IS DISTINCT FROM NEW.search_text)
    EXECUTE FUNCTION crm_keep_changed_contact_text();
"""
_BACK = """
DROP TRIGGER crm_contact_is_renamed ON crm_contact;
DROP TRIGGER crm_contact_is_made ON crm_contact;
DROP FUNCTION crm_keep_changed_contact_text();
DROP FUNCTION crm_keep_contact_text();
"""


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial")]
    operations = [migrations.RunSQL(_TRIGGERS, _BACK)]
