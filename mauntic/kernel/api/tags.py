"""The introduction of the OpenAPI document, and its tags: one per topic, in the order of its page."""

from typing import NamedTuple


class Tag(NamedTuple):
    """The endpoints of a package, as readers know them."""

    package: str
    name: str
    description: str


ABOUT = (
    "Contacts, companies, deals, scores and enrichment of your organization.\n\n"
    "**Sign in**, or create an API key in Settings > API keys and send "
    "`Authorization: Bearer <key>`.\n\n"
    "**Errors** have `code`, `message` and `details`, which names the wrong fields. "
    "**Lists** are read page by page: follow the `Link` header until there is none. "
    "**Repeats** are safe with an `Idempotency-Key` on every POST.\n\n"
    "Generate a client from this document, for example with `openapi-python-client` or "
    "`openapi-typescript`."
)
TAGS = (
    Tag(
        "mauntic.crm.contacts",
        "CRM: contacts",
        "People who may buy. Lists are filtered by query "
        "parameters and read page by page with the `Link` header.",
    ),
    Tag("mauntic.crm.companies", "CRM: companies", "Companies that contacts and deals belong to."),
    Tag(
        "mauntic.crm.fields",
        "CRM: custom fields",
        "What an organization knows about contacts and companies beyond the fields of Mauntic.",
    ),
    Tag(
        "mauntic.crm.segments",
        "CRM: segments",
        "Contacts under a name that conditions or people decide, for journeys and campaigns.",
    ),
    Tag("mauntic.crm.tags", "CRM: tags", "Words that people and journeys put on contacts."),
    Tag(
        "mauntic.crm.timeline",
        "CRM: timeline",
        "What happened to a contact, newest first: visits, changes, enrichment, scores and activities.",
    ),
    Tag(
        "mauntic.crm.imports",
        "CRM: imports",
        "Upload a CSV or Excel file of contacts, and follow the import until it is done.",
    ),
    Tag(
        "mauntic.delivery.mailboxes",
        "Email: mailboxes",
        "The accounts from which email goes out, without their passwords, and what they sent today.",
    ),
    Tag(
        "mauntic.delivery.messages",
        "Email: messages",
        "Emails to contacts: what waits and why, what went out, and what came of it.",
    ),
    Tag(
        "mauntic.delivery.suppression",
        "Email: suppressed addresses",
        "Addresses that must not get email. Only digests are stored, so a list shows hints and no addresses.",
    ),
    Tag(
        "revops.deals",
        "Revenue: deals",
        "Deals with value, stage and owner. `version` is the ETag of a deal: send it back in `If-Match` to "
        "change a deal only if nobody else did.",
    ),
    Tag(
        "revops.activities",
        "Revenue: activities",
        "Log calls, emails and meetings, and plan tasks, for deals and contacts.",
    ),
    Tag("revops.pipeline", "Revenue: pipeline", "The value, age and conversion of deals by stage."),
    Tag(
        "revops.forecast",
        "Revenue: forecast",
        "Forecasts of a period such as `2026-Q4`, commits of reps, and how accurate past forecasts were.",
    ),
    Tag(
        "revops.health",
        "Revenue: deal health",
        "Why a deal is at risk, and what to do next. The answers name their reasons.",
    ),
    Tag("revops.routing", "Revenue: routing", "The rules that assign leads to reps, and routing on request."),
    Tag(
        "revops.sequences",
        "Revenue: sequences",
        "Steps that reach a lead one after the other until the lead answers.",
    ),
    Tag(
        "revops.workflows",
        "Automation: workflows",
        "What happens by itself when a deal or a score changes: a trigger, conditions, and actions in order.",
    ),
    Tag(
        "mauntic.journeys",
        "Automation: journeys",
        "Steps that lead contacts over days and weeks, with waits and splits. A contact enters a journey "
        "once, unless its options say otherwise.",
    ),
    Tag(
        "revops.prospects",
        "Revenue: prospects",
        "Contacts compared with the ideal customer profile, what to do with them next, and why.",
    ),
    Tag(
        "revops.agents.research",
        "Agents: research",
        "What a company's own pages say about it and its people, each insight with its quote. Runs in the "
        "background.",
    ),
    Tag(
        "revops.agents.coach",
        "Agents: coach",
        "Reviews of emails and notes by rules, and by a model if asked. Nothing is sent.",
    ),
    Tag(
        "revops.agents.copilot",
        "Agents: email copilot",
        "Drafts of emails in which each sentence is checked against the facts it names. Nothing is sent.",
    ),
    Tag(
        "revops.agents.llm",
        "Agents: runs and settings",
        "What models were asked and what it cost, budgets, switches and vendors.",
    ),
    Tag(
        "revops.agents.sdr",
        "Revenue: SDR agent",
        "Qualifies contacts, and decides by rules which of them to enroll in a sequence, and why.",
    ),
    Tag(
        "scoring.scores",
        "Scoring: scores",
        "The score (0-100) and grade of a contact, with the points of each factor, its history and the "
        "leaderboard.",
    ),
    Tag(
        "scoring.signals", "Scoring: signals of a contact", "Buying signals of a contact, and how they fade."
    ),
    Tag(
        "scoring.detection",
        "Scoring: signal types",
        "The weight, life and priority of each type of signal, and signals that other systems report.",
    ),
    Tag(
        "scoring.alerts",
        "Scoring: alerts",
        "Signals that a person must acknowledge before a deadline. An alert is acknowledged once.",
    ),
    Tag(
        "scoring.versions",
        "Scoring: model",
        "The factors of the scoring model. Changes are published as a new version.",
    ),
    Tag(
        "scoring.preview",
        "Scoring: preview",
        "What a change of the model would do to all leads, without publishing it.",
    ),
    Tag("scoring.thresholds", "Scoring: settings", "Score thresholds and the weekly capacity of a rep."),
    Tag("scoring.recalculation", "Scoring: recalculation", "Score all leads in the background."),
    Tag(
        "lead_intelligence.enrichment",
        "Enrichment: jobs",
        "Enrich a contact or many from vendors, within the budget, and read what each vendor answered.",
    ),
    Tag(
        "lead_intelligence.provenance",
        "Enrichment: provenance",
        "Where each value of a contact comes from, and how to revert it.",
    ),
    Tag(
        "lead_intelligence.vendors",
        "Enrichment: vendors",
        "The vendors, whether they are on, their keys, and their health. Keys are written and never read.",
    ),
    Tag(
        "lead_intelligence.waterfall",
        "Enrichment: waterfall",
        "The order in which vendors are asked for each field.",
    ),
)


def tag_of(module: str) -> str:
    """Return the name of the tag of the endpoints in a module.

    Args:
        module: such as `scoring.alerts.api.views`.

    Raises: `LookupError` for a package without a tag.
    """
    for tag in TAGS:
        if module.startswith(f"{tag.package}."):
            return tag.name
    raise LookupError(f"Add a tag for the endpoints of {module} to mauntic/kernel/api/tags.py.")
