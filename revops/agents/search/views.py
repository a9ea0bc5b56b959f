"""Pages of web search: which engine research uses."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from revops.agents.search.forms import EngineForm
from revops.agents.search.selectors import engine_state, engine_states
from revops.agents.search.services import settings


@ops_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the search engines."""
    return render(request, "revops/agents/search/index.html", {"engines": engine_states()})


@ops_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, engine_kind: str) -> HttpResponse:
    """Show an engine; save it and use it."""
    engine = engine_state(engine_kind)
    form = EngineForm(request.POST if request.method == "POST" else None, engine=engine)
    if request.method == "POST" and form.is_valid():
        try:
            settings.use_engine(kind=engine_kind, **form.cleaned_data, by=signed_in(request))
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Research uses {engine}. Test it next.").format(engine=engine.name))
            return redirect("revops:agents-search-engine", engine_kind=engine_kind)
    return form_page(request, "revops/agents/search/engine.html", {"form": form, "engine": engine})


@ops_required
@require_POST
def try_out(request: HttpRequest, engine_kind: str) -> HttpResponse:
    """Make one search."""
    name = engine_state(engine_kind).name
    found = settings.try_engine(kind=engine_kind, by=signed_in(request))
    if found.problem:
        messages.error(request, found.problem)
    else:
        count = len(found.results)
        text = ngettext("{engine} found {count} page.", "{engine} found {count} pages.", count)
        messages.success(request, text.format(engine=name, count=count))
    return redirect("revops:agents-search-engine", engine_kind=engine_kind)


@ops_required
@require_POST
def stop(request: HttpRequest, engine_kind: str) -> HttpResponse:
    """Switch web search off."""
    settings.stop_using(kind=engine_kind, by=signed_in(request))
    messages.success(request, _("Web search is off. Research reads the company's own site only."))
    return redirect("revops:agents-search")


@ops_required
@require_POST
def remove(request: HttpRequest, engine_kind: str) -> HttpResponse:
    """Forget an engine."""
    name = engine_state(engine_kind).name
    settings.remove_engine(kind=engine_kind, by=signed_in(request))
    messages.success(request, _("{engine} removed with its key.").format(engine=name))
    return redirect("revops:agents-search")
