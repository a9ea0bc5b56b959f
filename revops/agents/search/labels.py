"""Search engines as people read them."""

from django.utils.translation import gettext_lazy as _

from revops.agents.llm.labels import SEARCH_ENGINES

ENGINE_CHOICES = list(SEARCH_ENGINES.items())
ABOUT = {
    "ai_vendor": _("The model of the research agent searches, at Anthropic or OpenAI."),
    "brave": _("An index of its own, with a key and a price per search."),
    "searxng": _("A server of your own that asks other search engines."),
}


def engine_name(kind: str) -> str:
    """Return the name of a search engine in the reader's language."""
    return str(SEARCH_ENGINES[kind])
