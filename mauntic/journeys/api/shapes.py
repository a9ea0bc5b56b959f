"""API shapes of journeys."""

from rest_framework import serializers

from mauntic.automation.api.shapes import (
    DefinitionRequest,
    DefinitionShape,
    RunShape,
    problems_field,
    steps_field,
)
from mauntic.automation.domain.steps import LONGEST_ID
from mauntic.automation.selectors.inside import INSIDE
from mauntic.journeys.domain.moving import How
from mauntic.journeys.models import Move
from mauntic.kernel.api.pagination import CursorQuery, PageQuery, PageShape
from mauntic.kernel.api.serializers import CamelSerializer

MOST_AT_ONCE = 1_000
"""Leads that one request names at most."""


class JourneyRequest(DefinitionRequest):
    """A journey. Without `enabled`, a new one is a draft, and an existing one stays on or off.

    Leads inside keep the version that they entered.
    """

    steps = steps_field()

    example = {
        "name": "Welcome",
        "trigger": "score_threshold",
        "triggerSettings": {"minScore": 60, "direction": "up"},
        "conditions": {"field": "contact.lifecycle_stage", "operator": "equals", "value": "lead"},
        "steps": [
            {"action": "wait", "settings": {"days": 2, "at": "09:00"}},
            {
                "action": "split_score_range",
                "settings": {"ranges": [{"min": 80, "branch": "hot"}, {"branch": "rest"}]},
                "branches": {
                    "hot": [
                        {
                            "action": "create_task",
                            "settings": {"subject": "Call {{ first_name }}", "type": "call", "dueDays": 0},
                        }
                    ],
                    "rest": [{"action": "exit"}],
                },
            },
        ],
        "options": {"againAfterDays": 90, "quietFrom": "21:00", "quietTo": "08:00"},
        "enabled": True,
    }


class ListedJourney(DefinitionShape):
    """A journey in a list. `status` is draft, on or off."""

    steps = serializers.ListField(child=serializers.DictField())


class JourneyShape(ListedJourney):
    """A journey. `status` is draft, on or off; one with `problems` starts for nobody."""

    problems = problems_field()


class JourneysQuery(CursorQuery):
    """Journeys, oldest first."""


class JourneysPage(CamelSerializer):
    data = ListedJourney(many=True)  # type: ignore[assignment]  # DRF takes declared fields off the class
    next_cursor = serializers.CharField(allow_null=True)


class EnrollLeadsRequest(CamelSerializer):
    """Leads to enroll. With `previewOnly`, nobody is enrolled, and the answer says who would be."""

    contact_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_AT_ONCE)
    preview_only = serializers.BooleanField(required=False, default=False)

    example = {"contactIds": ["0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b"]}


class RefusedShape(CamelSerializer):
    contact_id = serializers.UUIDField()
    name = serializers.CharField()
    why = serializers.CharField()


class EnrollLeadsAnswer(CamelSerializer):
    """How many leads were enrolled (or would be), and who was not, with the reason."""

    enrolled = serializers.IntegerField()
    refused = RefusedShape(many=True)


class LeaveRequest(CamelSerializer):
    """Leads that leave the journey now."""

    contact_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_AT_ONCE)

    example = {"contactIds": ["0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b"]}


class LeaveAnswer(CamelSerializer):
    left = serializers.IntegerField()


class StepPeopleShape(CamelSerializer):
    """How many leads are at a step. `isCurrent` is false for a step that only older versions have."""

    step = serializers.CharField()
    version = serializers.IntegerField()
    position = serializers.IntegerField()
    sentence = serializers.CharField()
    is_current = serializers.BooleanField()
    waiting = serializers.IntegerField()
    running = serializers.IntegerField()
    failed = serializers.IntegerField()


class PeopleQuery(PageQuery):
    """Leads inside, the longest inside first. `step` is the id of a step; empty for all.

    Without a `state`, those who wait or go on.
    """

    step = serializers.CharField(required=False, default="", max_length=LONGEST_ID)
    state = serializers.ChoiceField(required=False, choices=[each.value for each in INSIDE])


class PeoplePage(PageShape):
    data = RunShape(many=True)  # type: ignore[assignment]  # DRF takes declared fields off the class


class PublishRequest(CamelSerializer):
    """Nothing to say: the address says it."""


class PauseRequest(CamelSerializer):
    """Nothing to say: the address says it."""


class MoveLineShape(CamelSerializer):
    """How many people at a step of an older version go on at which step.

    `to` is empty if their journey ends. `how` is `stays`, `due` (their wait is over), `behind` (their step
    was deleted) or `ends`; `sentence` says it in words.
    """

    version = serializers.IntegerField()
    at = serializers.CharField()
    to = serializers.CharField()
    how = serializers.ChoiceField(choices=[each.value for each in How])
    sentence = serializers.CharField(source="words")
    count = serializers.IntegerField()


class MovePreview(CamelSerializer):
    """What moving everybody to the current version would do. `underWay` do a step now, and would stay."""

    version = serializers.IntegerField()
    count = serializers.IntegerField()
    under_way = serializers.IntegerField()
    lines = MoveLineShape(many=True)


class MoveRequest(CamelSerializer):
    """Nothing to say: the address says it."""


class MoveShape(CamelSerializer):
    """A move of people to a version, with its progress. `state` is running, done or failed."""

    id = serializers.UUIDField()
    version = serializers.IntegerField(source="version.number")
    state = serializers.ChoiceField(choices=Move.State.values)
    total = serializers.IntegerField()
    moved = serializers.IntegerField()
    error = serializers.CharField()
    started_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
