"""Give an organization the 44 signal types, their rules, the policies of alerts and version 1 of the model.

The values are those of the day. The defaults of the rules may change; what a migration once wrote may not.
"""

from decimal import Decimal

from django.db import migrations
from django.utils import timezone

# code | category | weight | hours | decay | priority | tier | source
_SIGNAL_TYPES = """
DEMO_REQUEST | first_party | 1.00 | 24 | linear | critical | hot | content
FREE_TRIAL_SIGNUP | first_party | 0.95 | 24 | linear | critical | hot | content
MEETING_SCHEDULED | first_party | 0.95 | 24 | linear | critical | hot | crm
PRICING_PAGE | first_party | 0.90 | 72 | linear | critical | hot | content
TRIAL_ACTIVATED | first_party | 0.90 | 72 | linear | high | hot | product
MEETING_COMPLETED | first_party | 0.85 | 120 | linear | high | warm | crm
CONTACT_PAGE | first_party | 0.80 | 48 | linear | high | warm | content
EMAIL_REPLY | first_party | 0.80 | 24 | linear | high | warm | delivery
PRODUCT_USAGE_SPIKE | first_party | 0.80 | 96 | linear | high | warm | product
REFERRAL_RECEIVED | first_party | 0.75 | 240 | linear | high | warm | crm
ROI_CALCULATOR | first_party | 0.75 | 96 | linear | high | warm | content
COMPARISON_PAGE | first_party | 0.70 | 120 | linear | high | warm | content
FORM_SUBMISSION | first_party | 0.70 | 48 | linear | high | warm | content
CHAT_STARTED | first_party | 0.70 | 48 | linear | high | warm | content
WEBINAR_ATTENDED | first_party | 0.60 | 168 | linear | medium | medium | content
SECURITY_PAGE | first_party | 0.55 | 168 | linear | medium | medium | content
CONTENT_DOWNLOAD | first_party | 0.50 | 168 | linear | medium | medium | content
CASE_STUDY_VIEW | first_party | 0.50 | 168 | linear | medium | medium | content
WEBINAR_REGISTERED | first_party | 0.45 | 168 | linear | medium | medium | content
INTEGRATION_PAGE | first_party | 0.45 | 168 | linear | medium | medium | content
EMAIL_CLICK | first_party | 0.40 | 72 | linear | medium | medium | delivery
RETURN_VISIT | first_party | 0.35 | 120 | linear | low | cool | content
DOCS_VISIT | first_party | 0.30 | 168 | linear | low | cool | content
VIDEO_WATCHED | first_party | 0.30 | 168 | linear | low | cool | content
WEBSITE_VISIT | first_party | 0.20 | 168 | linear | low | cold | content
EMAIL_OPEN | first_party | 0.10 | 72 | linear | low | cold | delivery
FUNDING_ROUND | third_party | 0.90 | 1440 | exponential | high | warm | crunchbase
G2_RESEARCH | third_party | 0.85 | 336 | exponential | high | warm | g2
JOB_CHANGE | third_party | 0.80 | 720 | exponential | high | warm | apollo
COMPETITOR_RESEARCH | third_party | 0.80 | 336 | exponential | high | warm | g2
TOPIC_SURGE | third_party | 0.75 | 336 | exponential | high | warm | bombora
HIRING_SPREE | third_party | 0.75 | 720 | exponential | medium | warm | linkedin
TECH_INSTALL | third_party | 0.70 | 2160 | exponential | medium | medium | builtwith
TECH_REMOVED | third_party | 0.70 | 2160 | exponential | medium | medium | builtwith
EXECUTIVE_CHANGE | third_party | 0.70 | 720 | exponential | medium | medium | linkedin
ACQUISITION | third_party | 0.65 | 1440 | exponential | medium | medium | news
EXPANSION_NEWS | third_party | 0.60 | 1440 | exponential | medium | medium | news
IPO_FILING | third_party | 0.60 | 2160 | exponential | medium | medium | news
COMPLIANCE_DEADLINE | third_party | 0.55 | 1440 | exponential | medium | medium | news
PARTNERSHIP_ANNOUNCED | third_party | 0.50 | 1440 | exponential | low | cool | news
NEW_OFFICE | third_party | 0.50 | 1440 | exponential | low | cool | news
REVIEW_POSTED | third_party | 0.50 | 720 | exponential | low | cool | g2
EARNINGS_GROWTH | third_party | 0.50 | 2160 | exponential | low | cool | news
SOCIAL_ENGAGEMENT | third_party | 0.30 | 336 | exponential | low | cool | linkedin
"""

# signal type | trigger | values | whether it takes what no other rule of the trigger takes
_RULES = [
    (
        "DEMO_REQUEST",
        "page_visited",
        [
            "/demo",
            "/demo-*",
            "/request-demo",
            "/book-demo",
            "/request-a-demo",
            "/book-a-demo",
            "!/docs",
            "!/api",
        ],
        False,
    ),
    (
        "FREE_TRIAL_SIGNUP",
        "page_visited",
        [
            "/free-trial",
            "/free-trial-*",
            "/signup",
            "/signup-*",
            "/sign-up",
            "/sign-up-*",
            "!/docs",
            "!/api",
        ],
        False,
    ),
    ("PRICING_PAGE", "page_visited", ["/pricing", "/pricing-*", "!/docs", "!/api"], False),
    ("CONTACT_PAGE", "page_visited", ["/contact", "/contact-us", "/contact-sales", "!/docs", "!/api"], False),
    ("ROI_CALCULATOR", "page_visited", ["/roi", "/roi-*", "/calculator", "!/docs", "!/api"], False),
    (
        "COMPARISON_PAGE",
        "page_visited",
        [
            "/compare",
            "/compare-*",
            "/vs",
            "/vs-*",
            "/comparison",
            "/comparison-*",
            "/alternatives",
            "/alternatives-*",
            "!/docs",
            "!/api",
        ],
        False,
    ),
    (
        "SECURITY_PAGE",
        "page_visited",
        [
            "/security",
            "/security-*",
            "/trust",
            "/trust-*",
            "/compliance",
            "/compliance-*",
            "!/docs",
            "!/api",
        ],
        False,
    ),
    ("CASE_STUDY_VIEW", "page_visited", ["/case-stud*", "/customers", "!/docs", "!/api"], False),
    ("INTEGRATION_PAGE", "page_visited", ["/integrations", "/integrations-*", "!/docs", "!/api"], False),
    ("DOCS_VISIT", "page_visited", ["/docs", "/api"], False),
    ("WEBSITE_VISIT", "page_visited", [], True),
    ("RETURN_VISIT", "return_visit", [], False),
    ("DEMO_REQUEST", "form_submitted", ["demo"], False),
    ("FREE_TRIAL_SIGNUP", "form_submitted", ["trial"], False),
    ("CONTACT_PAGE", "form_submitted", ["contact"], False),
    ("ROI_CALCULATOR", "form_submitted", ["roi"], False),
    ("WEBINAR_REGISTERED", "form_submitted", ["webinar"], False),
    ("FORM_SUBMISSION", "form_submitted", [], True),
    ("CONTENT_DOWNLOAD", "asset_downloaded", [], False),
    ("MEETING_SCHEDULED", "event_tracked", ["meeting_scheduled"], False),
    ("TRIAL_ACTIVATED", "event_tracked", ["trial_activated"], False),
    ("MEETING_COMPLETED", "event_tracked", ["meeting_completed"], False),
    ("CHAT_STARTED", "event_tracked", ["chat_started"], False),
    ("WEBINAR_ATTENDED", "event_tracked", ["webinar_attended"], False),
    ("WEBINAR_REGISTERED", "event_tracked", ["webinar_registered"], False),
    ("VIDEO_WATCHED", "event_tracked", ["video_watched"], False),
    ("PRODUCT_USAGE_SPIKE", "usage_spike", [], False),
    ("EMAIL_OPEN", "message_opened", [], False),
    ("EMAIL_CLICK", "message_clicked", [], False),
    ("EMAIL_REPLY", "message_replied", [], False),
    ("REFERRAL_RECEIVED", "contact_referred", [], False),
    ("JOB_CHANGE", "field_replaced", ["title", "company"], False),
    (
        "TECH_INSTALL",
        "technology_added",
        [
            "Salesforce",
            "HubSpot",
            "Marketo",
            "Pardot",
            "Pipedrive",
            "Zoho CRM",
            "Outreach",
            "Salesloft",
            "Intercom",
            "Drift",
            "Segment",
            "Zendesk",
        ],
        False,
    ),
    (
        "TECH_REMOVED",
        "technology_removed",
        [
            "Salesforce",
            "HubSpot",
            "Marketo",
            "Pardot",
            "Pipedrive",
            "Zoho CRM",
            "Outreach",
            "Salesloft",
            "Intercom",
            "Drift",
            "Segment",
            "Zendesk",
        ],
        False,
    ),
]

# priority -> minutes until the deadline
_POLICIES = {"critical": 60, "high": 240, "medium": 1440, "low": 4320}

# factor | category | points
_FACTORS = """
has_email | data_quality | 10
has_phone | data_quality | 15
has_direct_phone | data_quality | 10
company_size_smb | fit | 5
company_size_mid | fit | 10
company_size_enterprise | fit | 15
seniority_c_level | fit | 20
seniority_vp | fit | 15
seniority_director | fit | 10
seniority_manager | fit | 5
high_engagement | engagement | 15
medium_engagement | engagement | 10
content_download | engagement | 10
pricing_page | intent | 20
demo_request | intent | 30
free_trial | intent | 25
"""


def _rows(table):
    return [line.split(" | ") for line in table.strip().splitlines()]


def install(apps, schema_editor):
    signal_type = apps.get_model("scoring", "SignalType")
    signal_type.objects.bulk_create(
        signal_type(
            code=code,
            category=category,
            weight=Decimal(weight),
            decay_hours=int(hours),
            decay_model=decay_model,
            priority=priority,
            tier=tier,
            source=source,
        )
        for code, category, weight, hours, decay_model, priority, tier, source in _rows(_SIGNAL_TYPES)
    )
    rule = apps.get_model("scoring", "DetectionRule")
    rule.objects.bulk_create(
        rule(signal_type_id=code, trigger=trigger, values=values, any_other=any_other)
        for code, trigger, values, any_other in _RULES
    )
    policy = apps.get_model("scoring", "AlertPolicy")
    policy.objects.bulk_create(
        policy(priority=priority, minutes=minutes) for priority, minutes in _POLICIES.items()
    )
    version = apps.get_model("scoring", "ModelVersion").objects.create(
        version=1, state="in_force", published_at=timezone.now()
    )
    factor = apps.get_model("scoring", "ModelFactor")
    factor.objects.bulk_create(
        factor(model_version=version, position=position, category=category, factor=key, weight=Decimal(weight))
        for position, (key, category, weight) in enumerate(_rows(_FACTORS))
    )


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
