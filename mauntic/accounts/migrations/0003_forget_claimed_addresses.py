from django.db import migrations


def forget(apps, schema_editor):
    """Delete what people claimed on allauth's page of addresses, unverified: signing in would read it."""
    apps.get_model("account", "EmailAddress").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_apikey_scopes"), ("account", "0009_emailaddress_unique_primary_email")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
