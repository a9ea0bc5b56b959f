"""Deals are found by the search form of their name."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from mauntic.kernel.db.search import SearchForm


class Migration(migrations.Migration):
    dependencies = [("revops", "0004_snapshots_stay"), ("tenants", "0002_search_form")]
    operations = [
        migrations.AddField(
            model_name="deal",
            name="search_text",
            field=models.GeneratedField(
                db_persist=True, expression=SearchForm("name"), output_field=models.TextField()
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=GinIndex(fields=["search_text"], name="deals_by_text", opclasses=["gin_trgm_ops"]),
        ),
    ]
