"""The progress of a draft as server-sent events, for the page and the API."""

from collections.abc import Generator
from contextlib import closing

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

from mauntic.kernel.display import day
from mauntic.kernel.pages.event_stream import ServerEvent, event_stream
from mauntic.tenants.context import current_organization, entered
from revops.agents.copilot.domain.drafts import Kept, Subject
from revops.agents.copilot.services.drafting import Failed, Progress, Restarted, ShownSource, stream_draft
from revops.agents.copilot.services.tasks import Task
from revops.agents.llm.services.relay import relayed


def draft_stream(request: HttpRequest, task: Task) -> StreamingHttpResponse:
    """Respond with a draft while it is being written, in the current organization."""
    organization = current_organization()
    if isinstance(request, ASGIRequest):
        return event_stream(relayed(lambda: progress_events(task), organization=organization))

    def events() -> Generator[ServerEvent, None, None]:
        with entered(organization):
            yield from progress_events(task)

    return event_stream(events())


def progress_events(task: Task) -> Generator[ServerEvent, None, None]:
    """Yield a draft as events: restart, subject, sentence, then done or failed."""
    with closing(stream_draft(task)) as draft:
        for progress in draft:
            yield _event(progress)


def _event(progress: Progress) -> ServerEvent:
    match progress:
        case Subject(text):
            return ServerEvent("subject", {"text": text})
        case Kept(text, paragraph, facts):
            return ServerEvent("sentence", {"text": text, "paragraph": paragraph, "facts": list(facts)})
        case Restarted():
            return ServerEvent("restart", {})
        case Failed(sentence):
            return ServerEvent("failed", {"sentence": sentence})
        case written:
            sources = [_source(each) for each in written.shown_sources]
            return ServerEvent(
                "done", {"text": written.text, "removed": written.removed_sentence, "sources": sources}
            )


def _source(shown: ShownSource) -> dict[str, object]:
    """Return a fact as the page of a draft shows it."""
    fact = shown.fact
    return {
        "id": fact.id,
        "text": fact.text,
        "source": fact.source,
        "url": fact.url,
        "quote": fact.quote,
        "date": day(fact.dated) if fact.dated else "",
        "sentences": list(shown.sentences),
    }
