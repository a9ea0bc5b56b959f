"""Advice on data quality as people read it."""

from django.utils.translation import gettext as _

from lead_intelligence.leads.labels import in_words
from lead_intelligence.quality.domain import Action, Advice


def action_label(advice: Advice) -> str:
    """Return what to do in the reader's language: `Add phone`."""
    if advice.action is Action.FILL_IN and advice.field is not None:
        return _("Add {field}").format(field=in_words([advice.field]))
    return _("Correct the email address") if advice.action is Action.CORRECT_EMAIL else _("Enrich again")
