"""API endpoints of workflows."""

from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from mauntic.accounts.context import require_ops
from mauntic.automation.api.kit import IF_MATCH, Kit, etag, execution_shown, require_reader
from mauntic.automation.api.shapes import ExecutionPage, ExecutionShape, ExecutionsQuery
from mauntic.automation.models import Definition, Kind
from mauntic.automation.selectors.executions import runs_seen_by
from mauntic.kernel.api.pagination import LINK, Order, page_answer, skipped, walk
from mauntic.kernel.api.views import ApiView, read
from mauntic.kernel.db.counting import recent_count
from mauntic.kernel.errors import NotFound
from revops.workflows.api.shapes import ListedWorkflow, WorkflowRequest, WorkflowShape

KIT = Kit(Kind.WORKFLOW, "actions")
NEWEST_RUNS = Order("started_at", descending=True)
MOST_LISTED = 200


class WorkflowsView(ApiView):
    @extend_schema(responses=ListedWorkflow(many=True), operation_id="revops_workflows_list")
    def get(self, request: Request) -> Response:
        """List the workflows by name, at most 200."""
        require_reader(request)
        rows = Definition.objects.filter(kind=Kind.WORKFLOW).select_related("current")[:MOST_LISTED]
        return Response(ListedWorkflow([KIT.shown(row) for row in rows], many=True).data)

    @extend_schema(request=WorkflowRequest, responses={201: WorkflowShape})
    def post(self, request: Request) -> Response:
        """Create a workflow."""
        require_ops(request)
        made = KIT.save(read(WorkflowRequest, request.data), request)
        return _answer(made, HTTP_201_CREATED)


class WorkflowView(ApiView):
    @extend_schema(parameters=[IF_MATCH], request=WorkflowRequest, responses=WorkflowShape)
    def put(self, request: Request, workflow_id: UUID) -> Response:
        """Save a new version of a workflow. Runs that go on keep the version that they began with."""
        require_ops(request)
        return _answer(KIT.save(read(WorkflowRequest, request.data), request, workflow_id))


class ExecutionsView(ApiView):
    @extend_schema(
        operation_id="revops_workflows_executions_list",
        parameters=[ExecutionsQuery, LINK],
        responses=ExecutionPage,
    )
    def get(self, request: Request, workflow_id: UUID) -> Response:
        """List the runs of a workflow for records that you see, newest first, with each action."""
        user = require_reader(request)
        query = read(ExecutionsQuery, request.query_params.dict())
        found = Definition.objects.filter(kind=Kind.WORKFLOW, pk=workflow_id).first()
        if found is None:
            raise NotFound(_("This workflow does not exist."))
        rows = runs_seen_by(user, found)
        total = recent_count(rows)
        page = walk(rows, NEWEST_RUNS, query, skip=skipped(query, total))
        data = ExecutionShape([execution_shown(run) for run in page.rows], many=True)
        return page_answer(request, data, query, total, page.next_cursor)


def _answer(definition: Definition, status: int = 200) -> Response:
    return Response(WorkflowShape(KIT.detailed(definition)).data, status=status, headers=etag(definition))
