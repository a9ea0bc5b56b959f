from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lead_intelligence', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='enrichmentbatch',
            index=models.Index(fields=['-created_at', '-id'], name='batches_newest'),
        ),
        migrations.AddIndex(
            model_name='enrichmentjob',
            index=models.Index(fields=['contact', '-created_at', '-id'], name='enrichments_of_contact'),
        ),
        migrations.AddIndex(
            model_name='enrichmentjob',
            index=models.Index(fields=['-created_at', '-id'], name='enrichments_newest'),
        ),
        migrations.AddIndex(
            model_name='enrichmentjob',
            index=models.Index(fields=['batch', 'status'], name='enrichments_of_batch'),
        ),
        migrations.AddIndex(
            model_name='enrichmentjob',
            index=models.Index(condition=models.Q(('status__in', ('pending', 'running'))), fields=['urgency', 'created_at', 'id'], name='enrichments_to_do'),
        ),
        migrations.AddConstraint(
            model_name='enrichmentjob',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('pending', 'running'))), fields=('contact',), name='one_open_enrichment_per_contact'),
        ),
        migrations.AddConstraint(
            model_name='enrichmentpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_enrichment_policy'),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.UniqueConstraint(fields=('provider', 'period', 'starts_on'), name='one_budget_per_period', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='budget',
            constraint=models.CheckConstraint(condition=models.Q(('limit', None), ('limit__gte', 0), _connector='OR'), name='budgets_are_not_negative'),
        ),
        migrations.AddIndex(
            model_name='healthcheck',
            index=models.Index(fields=['provider', '-at'], name='health_checks_newest'),
        ),
        migrations.AddIndex(
            model_name='fieldwrite',
            index=models.Index(fields=['contact', 'field', '-at'], name='writes_of_contact'),
        ),
        migrations.AddIndex(
            model_name='fieldwrite',
            index=models.Index(condition=models.Q(('company__isnull', False)), fields=['company', 'field', '-at'], name='writes_of_company'),
        ),
        migrations.AddIndex(
            model_name='fieldwrite',
            index=models.Index(fields=['provider', 'status'], name='writes_of_provider'),
        ),
        migrations.AddIndex(
            model_name='vendorcall',
            index=models.Index(fields=['provider', '-started_at'], name='vendor_calls_newest'),
        ),
        migrations.AddIndex(
            model_name='vendorcall',
            index=models.Index(fields=['-started_at'], name='calls_newest'),
        ),
        migrations.AddConstraint(
            model_name='vendorcall',
            constraint=models.UniqueConstraint(fields=('job', 'provider', 'attempt'), name='one_call_per_vendor_and_job'),
        ),
    ]
