"""Gives the leads that are there their search form: 8 s for 200,000, in which others read and write them."""

from importlib import import_module

from django.db import migrations

_TEXT = import_module("mauntic.crm.migrations.0005_search_form").TEXT
_FILLED = f"""
UPDATE crm_contacttext SET text = {_TEXT.format(row="contact")}
FROM crm_contact AS contact WHERE contact.id = contact_id
"""


class Migration(migrations.Migration):
    # Apart from 0005, whose locks on the tables would be held for as long.
    dependencies = [("crm", "0005_search_form")]
    operations = [migrations.RunSQL(_FILLED, migrations.RunSQL.noop)]
