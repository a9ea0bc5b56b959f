"""The detection rules that every organization starts with."""

from scoring.detection.domain.rules import MEETING_HELD, MEETING_PLANNED, NOT, Rule, Trigger

# Tools of sales and marketing teams. A company that adds or removes one is in the market for related tools.
WATCHED_TECHNOLOGIES = (
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
)

_PAGES = {
    "DEMO_REQUEST": ("/demo", "/demo-*", "/request-demo", "/book-demo", "/request-a-demo", "/book-a-demo"),
    "FREE_TRIAL_SIGNUP": ("/free-trial", "/free-trial-*", "/signup", "/signup-*", "/sign-up", "/sign-up-*"),
    "PRICING_PAGE": ("/pricing", "/pricing-*"),
    "CONTACT_PAGE": ("/contact", "/contact-us", "/contact-sales"),
    "ROI_CALCULATOR": ("/roi", "/roi-*", "/calculator"),
    "COMPARISON_PAGE": (
        "/compare",
        "/compare-*",
        "/vs",
        "/vs-*",
        "/comparison",
        "/comparison-*",
        "/alternatives",
        "/alternatives-*",
    ),
    "SECURITY_PAGE": ("/security", "/security-*", "/trust", "/trust-*", "/compliance", "/compliance-*"),
    "CASE_STUDY_VIEW": ("/case-stud*", "/customers"),
    "INTEGRATION_PAGE": ("/integrations", "/integrations-*"),
}
_DOCS = ("/docs", "/api")
# Documentation pages about prices, demos or security are for users of the product.
_NOT_IN_DOCS = tuple(f"{NOT}{part}" for part in _DOCS)
_FORMS = {
    "DEMO_REQUEST": "demo",
    "FREE_TRIAL_SIGNUP": "trial",
    "CONTACT_PAGE": "contact",
    "ROI_CALCULATOR": "roi",
    "WEBINAR_REGISTERED": "webinar",
}
_EVENTS = {
    "MEETING_SCHEDULED": MEETING_PLANNED,
    "TRIAL_ACTIVATED": "trial_activated",
    "MEETING_COMPLETED": MEETING_HELD,
    "CHAT_STARTED": "chat_started",
    "WEBINAR_ATTENDED": "webinar_attended",
    "WEBINAR_REGISTERED": "webinar_registered",
    "VIDEO_WATCHED": "video_watched",
}

DEFAULT_RULES = (
    *(Rule(code, Trigger.PAGE_VISITED, (*parts, *_NOT_IN_DOCS)) for code, parts in _PAGES.items()),
    Rule("DOCS_VISIT", Trigger.PAGE_VISITED, _DOCS),
    Rule("WEBSITE_VISIT", Trigger.PAGE_VISITED, any_other=True),
    Rule("RETURN_VISIT", Trigger.RETURN_VISIT),
    *(Rule(code, Trigger.FORM_SUBMITTED, (form,)) for code, form in _FORMS.items()),
    Rule("FORM_SUBMISSION", Trigger.FORM_SUBMITTED, any_other=True),
    Rule("CONTENT_DOWNLOAD", Trigger.ASSET_DOWNLOADED),
    *(Rule(code, Trigger.EVENT_TRACKED, (name,)) for code, name in _EVENTS.items()),
    Rule("PRODUCT_USAGE_SPIKE", Trigger.USAGE_SPIKE),
    Rule("EMAIL_OPEN", Trigger.MESSAGE_OPENED),
    Rule("EMAIL_CLICK", Trigger.MESSAGE_CLICKED),
    Rule("EMAIL_REPLY", Trigger.MESSAGE_REPLIED),
    Rule("REFERRAL_RECEIVED", Trigger.CONTACT_REFERRED),
    Rule("JOB_CHANGE", Trigger.FIELD_REPLACED, ("title", "company")),
    Rule("TECH_INSTALL", Trigger.TECHNOLOGY_ADDED, WATCHED_TECHNOLOGIES),
    Rule("TECH_REMOVED", Trigger.TECHNOLOGY_REMOVED, WATCHED_TECHNOLOGIES),
)
