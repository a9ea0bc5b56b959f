"""API endpoints of journeys."""

from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from mauntic.accounts.context import require_ops
from mauntic.automation.api.kit import IF_MATCH, Kit, etag, require_reader, run_shown
from mauntic.automation.api.kit import switched as switch
from mauntic.automation.api.shapes import RunShape
from mauntic.automation.models import Definition, Kind, Origin
from mauntic.automation.selectors.inside import runs_at
from mauntic.automation.services.definitions.saving import delete_definition
from mauntic.journeys.api import shapes
from mauntic.journeys.selectors.candidates import script_of
from mauntic.journeys.selectors.lists import journey, journeys, people_in_steps
from mauntic.journeys.selectors.moving import latest_move, move_lines, under_way
from mauntic.journeys.services import enrolling
from mauntic.journeys.services.moving import start_move
from mauntic.kernel.api.pagination import LINK, OLDEST_FIRST, Order, next_link, page_answer, skipped, walk
from mauntic.kernel.api.views import ApiView, in_api_names, read
from mauntic.kernel.clock import now
from mauntic.kernel.db.counting import recent_count
from mauntic.kernel.errors import NotFound

KIT = Kit(Kind.JOURNEY, "steps")
LONGEST_INSIDE = Order("started_at")


class JourneysView(ApiView):
    @extend_schema(
        operation_id="journeys_list", parameters=[shapes.JourneysQuery, LINK], responses=shapes.JourneysPage
    )
    def get(self, request: Request) -> Response:
        """List the journeys, oldest first."""
        require_reader(request)
        query = read(shapes.JourneysQuery, request.query_params.dict())
        found = walk(journeys(), OLDEST_FIRST, query)
        data = [shapes.ListedJourney(KIT.shown(each)).data for each in found.rows]
        return Response(
            {"data": data, "nextCursor": found.next_cursor or None},
            headers=next_link(request, found.next_cursor),
        )

    @extend_schema(request=shapes.JourneyRequest, responses={201: shapes.JourneyShape})
    def post(self, request: Request) -> Response:
        """Create a journey."""
        require_ops(request)
        made = KIT.save(read(shapes.JourneyRequest, request.data), request)
        return _answer(made, HTTP_201_CREATED)


class JourneyView(ApiView):
    @extend_schema(responses=shapes.JourneyShape, operation_id="journeys_retrieve")
    def get(self, request: Request, journey_id: UUID) -> Response:
        """Get a journey."""
        require_reader(request)
        return _answer(journey(journey_id))

    @extend_schema(parameters=[IF_MATCH], request=shapes.JourneyRequest, responses=shapes.JourneyShape)
    def put(self, request: Request, journey_id: UUID) -> Response:
        """Save a new version of a journey."""
        require_ops(request)
        return _answer(KIT.save(read(shapes.JourneyRequest, request.data), request, journey_id))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, journey_id: UUID) -> Response:
        """Delete a journey with its runs. 409 while it is on."""
        require_ops(request)
        delete_definition(definition_id=journey(journey_id).pk)
        return Response(status=HTTP_204_NO_CONTENT)


class PublishView(ApiView):
    @extend_schema(request=shapes.PublishRequest, responses=shapes.JourneyShape)
    def post(self, request: Request, journey_id: UUID) -> Response:
        """Turn a journey on. It acts with your rights, and for nothing that happened before."""
        by = require_ops(request)
        read(shapes.PublishRequest, request.data)
        return _answer(switch(journey(journey_id), on=True, by=by))


class PauseView(ApiView):
    @extend_schema(request=shapes.PauseRequest, responses=shapes.JourneyShape)
    def post(self, request: Request, journey_id: UUID) -> Response:
        """Turn a journey off. Leads inside wait where they are."""
        by = require_ops(request)
        read(shapes.PauseRequest, request.data)
        return _answer(switch(journey(journey_id), on=False, by=by))


class EnrollView(ApiView):
    @extend_schema(request=shapes.EnrollLeadsRequest, responses=shapes.EnrollLeadsAnswer)
    def post(self, request: Request, journey_id: UUID) -> Response:
        """Enroll contacts, or preview who could be. 409 if the journey is off or broken."""
        by = require_ops(request)
        wanted = read(shapes.EnrollLeadsRequest, request.data)
        ids = wanted["contact_ids"]
        with in_api_names({}):
            if wanted["preview_only"]:
                found = enrolling.preview_enrolling(definition_id=journey_id, contact_ids=ids)
                answer = enrolling.Enrolled(len(found.free), found.refused)
            else:
                answer = enrolling.enroll_leads(
                    definition_id=journey_id, contact_ids=ids, by=by, origin=Origin.API
                )
        return Response(shapes.EnrollLeadsAnswer({"enrolled": answer.count, "refused": answer.refused}).data)


class LeaveView(ApiView):
    @extend_schema(request=shapes.LeaveRequest, responses=shapes.LeaveAnswer)
    def post(self, request: Request, journey_id: UUID) -> Response:
        """Let contacts leave a journey now."""
        require_ops(request)
        wanted = read(shapes.LeaveRequest, request.data)
        with in_api_names({}):
            left = enrolling.leave_journey(definition_id=journey_id, **wanted)
        return Response(shapes.LeaveAnswer({"left": left}).data)


class StepsView(ApiView):
    @extend_schema(operation_id="journeys_steps_list", responses=shapes.StepPeopleShape(many=True))
    def get(self, request: Request, journey_id: UUID) -> Response:
        """Count the contacts at each step. Steps of older versions follow where somebody is."""
        require_reader(request)
        return Response(shapes.StepPeopleShape(people_in_steps(journey(journey_id)), many=True).data)


class PeopleView(ApiView):
    @extend_schema(
        operation_id="journeys_people_list",
        parameters=[shapes.PeopleQuery, LINK],
        responses=shapes.PeoplePage,
    )
    def get(self, request: Request, journey_id: UUID) -> Response:
        """List the contacts inside a journey, or at one of its steps, the longest inside first."""
        require_reader(request)
        query = read(shapes.PeopleQuery, request.query_params.dict())
        rows = runs_at(journey(journey_id), query["step"], query.get("state", ""))
        total = recent_count(rows)
        found = walk(rows, LONGEST_INSIDE, query, skip=skipped(query, total))
        data = RunShape([run_shown(run) for run in found.rows], many=True)
        return page_answer(request, data, query, total, found.next_cursor)


class MovePreviewView(ApiView):
    may_conflict = True

    @extend_schema(operation_id="journeys_move_preview", responses=shapes.MovePreview)
    def get(self, request: Request, journey_id: UUID) -> Response:
        """Say what moving everybody who waits in an older version would do. Nothing changes."""
        by, definition = require_reader(request), journey(journey_id)
        script = script_of(definition)
        lines = move_lines(definition, by, now())
        shown = {
            "version": script.version.number,
            "count": sum(each.count for each in lines),
            "under_way": under_way(definition),
            "lines": lines,
        }
        return Response(shapes.MovePreview(shown).data)


class MoveView(ApiView):
    @extend_schema(operation_id="journeys_move_retrieve", responses=shapes.MoveShape)
    def get(self, request: Request, journey_id: UUID) -> Response:
        """Get the latest move of people to another version, with its progress."""
        require_reader(request)
        found = latest_move(journey(journey_id))
        if found is None:
            raise NotFound(_("Nobody was moved in this journey yet."))
        return Response(shapes.MoveShape(found).data)

    @extend_schema(request=shapes.MoveRequest, responses={202: shapes.MoveShape})
    def post(self, request: Request, journey_id: UUID) -> Response:
        """Move everybody who waits in an older version to the current one, in the background.

        409 if the journey is off or broken, a move runs, or nobody waits in an older version.
        """
        by = require_ops(request)
        read(shapes.MoveRequest, request.data)
        move = start_move(definition_id=journey_id, by=by)
        return Response(shapes.MoveShape(move).data, status=HTTP_202_ACCEPTED)


def _answer(definition: Definition, status: int = 200) -> Response:
    return Response(
        shapes.JourneyShape(KIT.detailed(definition)).data, status=status, headers=etag(definition)
    )
