"""Detection rules in words."""

from scoring.domain.detection import Rule, Trigger
from scoring.domain.usage import BASELINE, LEAST_EVENTS, SPIKES_AT

# What is looked for, in front of the values; what stands for any other; what stands for all there are.
_WORDS = {
    Trigger.PAGE_VISITED: ("page visit with {} in its path", "any other page visit", "every page visit"),
    Trigger.FORM_SUBMITTED: ("form of type {} submitted", "any other form submitted", "every form submitted"),
    Trigger.ASSET_DOWNLOADED: ("asset {} downloaded", "any other asset downloaded", "asset downloaded"),
    Trigger.EVENT_TRACKED: ("tracked event {}", "any other tracked event", "every tracked event"),
    Trigger.FIELD_REPLACED: (
        "enrichment replaced {}",
        "enrichment replaced any other field",
        "enrichment replaced a field",
    ),
    Trigger.TECHNOLOGY_ADDED: (
        "company took up {}",
        "company took up any other technology",
        "company took up a technology",
    ),
    Trigger.TECHNOLOGY_REMOVED: (
        "company gave up {}",
        "company gave up any other technology",
        "company gave up a technology",
    ),
}
_FIXED = {
    Trigger.RETURN_VISIT: "page visit at least 24 h after the previous one",
    Trigger.USAGE_SPIKE: (
        f"at least {LEAST_EVENTS} tracked events in a day, "
        f"and {SPIKES_AT} times the daily mean of the {BASELINE.days} days before"
    ),
    Trigger.MESSAGE_OPENED: "message opened, not by a machine",
    Trigger.MESSAGE_CLICKED: "link in a message clicked, not by a machine",
    Trigger.MESSAGE_REPLIED: "message answered",
    Trigger.CONTACT_REFERRED: "contact created with a referrer",
}


def sentence(rule: Rule) -> str:
    """What the rule detects: `page visit with /demo or /book-demo in its path`."""
    if fixed := _FIXED.get(rule.trigger):
        return fixed
    particular, other, every = _WORDS[rule.trigger]
    if rule.values:
        return particular.format(_any_of(rule.values))
    return other if rule.any_other else every


def _any_of(values: tuple[str, ...]) -> str:
    *first, last = values
    return f"{', '.join(first)} or {last}" if first else last
