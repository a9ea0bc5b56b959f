"""API endpoints of agents: their runs, settings and vendors."""

from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops, signed_in
from mauntic.accounts.models import User
from mauntic.kernel.api.pagination import Order, paged
from mauntic.kernel.api.views import ApiView, in_api_names, read
from mauntic.kernel.errors import NotAllowed
from revops.agents.llm.api import serializers as shapes
from revops.agents.llm.selectors.accounts import VendorState, vendor_state, vendor_states
from revops.agents.llm.selectors.budgets import agent_states, budget_states
from revops.agents.llm.selectors.lines import policy
from revops.agents.llm.selectors.runs import newest_runs, run_of
from revops.agents.llm.services.accounts import save_account
from revops.agents.llm.services.changes import change_settings

NEWEST = Order("started_at", descending=True)
KIND = OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=["anthropic", "openai", "compatible"])


class RunsView(ApiView):
    @extend_schema(
        operation_id="revops_agents_runs_list",
        parameters=[shapes.RunsQuery],
        responses=shapes.AgentRunsPage,
    )
    def get(self, request: Request) -> Response:
        """List requests to models, newest first, without their contents (managers, ops and admins)."""
        _require_reader(request)
        query = read(shapes.RunsQuery, request.query_params.dict())
        wanted = {name: query[name] for name in ("agent", "outcome", "contact_id") if name in query}
        return paged(request, newest_runs().filter(**wanted), shapes.AgentRunShape, query, NEWEST)


class RunView(ApiView):
    @extend_schema(responses=shapes.AgentRunDetailShape)
    def get(self, request: Request, agent_run_id: UUID) -> Response:
        """Get a request to a model. Ops and admins also get its prompt and answer."""
        user = _require_reader(request)
        run = run_of(agent_run_id)
        content = (run.content or None) if user.is_ops else None
        kept = content and {name: str(content.get(name, "")) for name in ("system", "user", "answer")}
        plain = shapes.AgentRunShape(run).data
        return Response({**plain, "content": kept})


class SettingsView(ApiView):
    @extend_schema(responses=shapes.AgentSettingsShape)
    def get(self, request: Request) -> Response:
        """Get the settings of agents (ops and admins). Keys are never returned."""
        require_ops(request)
        return Response(_settings())

    @extend_schema(request=shapes.AgentSettingsChange, responses=shapes.AgentSettingsShape)
    def patch(self, request: Request) -> Response:
        """Change the stop, budgets, switches and models of agents (ops and admins), all or nothing."""
        by = require_ops(request)
        wanted = read(shapes.AgentSettingsChange, request.data)
        with in_api_names({"organization": "budget"}, rest=_at_agents):
            change_settings(changes=wanted, by=by)
        return Response(_settings())


class VendorView(ApiView):
    @extend_schema(parameters=[KIND], request=shapes.AgentVendorChange, responses=shapes.AgentVendorShape)
    def put(self, request: Request, kind: str) -> Response:
        """Connect a vendor or change it (ops and admins). Its key is never returned."""
        by = require_ops(request)
        wanted = read(shapes.AgentVendorChange, request.data)
        with in_api_names({}):
            save_account(kind=kind, **wanted, by=by)
        return Response(shapes.AgentVendorShape(_vendor(vendor_state(kind))).data)


def _require_reader(request: Request) -> User:
    user = signed_in(request)
    if not (user.is_manager or user.is_ops):
        raise NotAllowed(_("Only managers, ops and admins can see this. Ask one of them."))
    return user


def _at_agents(name: str) -> str:
    """Return the key of a field that a service refused: those of one agent are in `agents`."""
    return {"retention_days": "retentionDays"}.get(name, "agents")


def _settings() -> dict[str, Any]:
    rules, budgets = policy(), budget_states()
    agents = [
        {
            "agent": state.agent.value,
            "enabled": state.is_on,
            "model_id": state.model_id or None,
            "budget": state.budget,
        }
        for state in agent_states(budgets)
    ]
    shown = {
        "stopped": rules.stopped_at is not None,
        "stopped_at": rules.stopped_at,
        "allows_other_vendor": rules.allows_other_vendor,
        "retention_days": rules.retention_days,
        "budget": budgets[""],
        "agents": agents,
        "vendors": [_vendor(each) for each in vendor_states()],
    }
    return cast("dict[str, Any]", shapes.AgentSettingsShape(shown).data)


def _vendor(state: VendorState) -> dict[str, Any]:
    account = state.account
    return {
        "kind": state.slug,
        "state": state.state,
        "enabled": bool(account and account.enabled),
        "has_key": bool(account and account.key),
        "base_url": account.base_url if account else "",
        "disabled_reason": account.disabled_reason if account else "",
        "models": state.models,
    }
