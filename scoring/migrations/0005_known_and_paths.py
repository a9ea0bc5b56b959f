"""When a signal became known, and the parts of paths that pages of intent have by now.

Rules that an organization changed stay as they are. Code of the release before reads a part after `!` as one
that no path has.
"""

from django.db import migrations, models

_BEFORE = {
    "DEMO_REQUEST": ["/demo", "/demo-request", "/request-demo", "/book-demo"],
    "FREE_TRIAL_SIGNUP": ["/free-trial", "/signup", "/sign-up"],
    "PRICING_PAGE": ["/pricing"],
    "CONTACT_PAGE": ["/contact", "/contact-us", "/contact-sales"],
    "ROI_CALCULATOR": ["/roi", "/calculator", "/roi-calculator"],
    "COMPARISON_PAGE": ["/compare", "/vs", "/comparison", "/alternatives"],
    "SECURITY_PAGE": ["/security", "/trust", "/compliance"],
    "CASE_STUDY_VIEW": ["/case-stud*", "/customers"],
    "INTEGRATION_PAGE": ["/integrations"],
}
_NOT_IN_DOCS = ["!/docs", "!/api"]
_NOW = {
    "DEMO_REQUEST": ["/demo", "/demo-*", "/request-demo", "/book-demo", "/request-a-demo", "/book-a-demo"],
    "FREE_TRIAL_SIGNUP": ["/free-trial", "/free-trial-*", "/signup", "/signup-*", "/sign-up", "/sign-up-*"],
    "PRICING_PAGE": ["/pricing", "/pricing-*"],
    "CONTACT_PAGE": _BEFORE["CONTACT_PAGE"],
    "ROI_CALCULATOR": ["/roi", "/roi-*", "/calculator"],
    "COMPARISON_PAGE": [
        "/compare",
        "/compare-*",
        "/vs",
        "/vs-*",
        "/comparison",
        "/comparison-*",
        "/alternatives",
        "/alternatives-*",
    ],
    "SECURITY_PAGE": ["/security", "/security-*", "/trust", "/trust-*", "/compliance", "/compliance-*"],
    "CASE_STUDY_VIEW": _BEFORE["CASE_STUDY_VIEW"],
    "INTEGRATION_PAGE": ["/integrations", "/integrations-*"],
}


def widen(apps, schema_editor):
    rules = apps.get_model("scoring", "DetectionRule").objects.filter(trigger="page_visited")
    for code, before in _BEFORE.items():
        rules.filter(signal_type=code, values=before).update(values=_NOW[code] + _NOT_IN_DOCS)


class Migration(migrations.Migration):
    dependencies = [("scoring", "0004_settings_changed_by")]
    operations = [
        migrations.AddField(
            model_name="intentsignal",
            name="known_at",
            field=models.DateTimeField(
                blank=True,
                help_text="when it became known whose it is; none: when it was detected",
                null=True,
            ),
        ),
        migrations.RunPython(widen, migrations.RunPython.noop),
    ]
