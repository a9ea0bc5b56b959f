"""API shapes of routing."""

from rest_framework import serializers

from mauntic.kernel.api.conditions import ConditionsField
from mauntic.kernel.api.serializers import CamelSerializer
from revops.routing.domain.decisions import Strategy
from revops.routing.services.drafts import LONGEST_NAME, MOST_REPS


class RouteRequest(CamelSerializer):
    contact_id = serializers.UUIDField()

    example = {"contactId": "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b"}


class RouteAnswer(CamelSerializer):
    """The decision. `ruleId` is null if no rule decided, `repId` if nobody can take the lead."""

    contact_id = serializers.UUIDField()
    rep_id = serializers.UUIDField(allow_null=True)
    rule_id = serializers.UUIDField(allow_null=True)
    strategy = serializers.CharField()
    reason = serializers.CharField()


class TargetShape(CamelSerializer):
    """A rep of a rule. Round robin ignores weights."""

    rep_id = serializers.UUIDField()
    weight = serializers.IntegerField(required=False, default=1)


class RuleShape(CamelSerializer):
    """A rule. The first rule that matches a lead decides.

    Empty conditions match every lead. A rule without `id` is new. `priority` is the position in the list,
    from 1; it is ignored in requests.
    """

    id = serializers.UUIDField(required=False, allow_null=True)
    name = serializers.CharField(allow_blank=True)
    priority = serializers.IntegerField(required=False)
    conditions = ConditionsField(required=False, default=dict)
    strategy = serializers.CharField()
    enabled = serializers.BooleanField(required=False, default=True)
    targets = TargetShape(many=True)

    # The service checks these, to report all errors of all rules at once.
    rules = {
        "allOf": [
            {
                "properties": {
                    "name": {"minLength": 1, "maxLength": LONGEST_NAME, "pattern": r"\S"},
                    "strategy": {"pattern": f"^({'|'.join(Strategy)})$"},
                    "targets": {"maxItems": MOST_REPS},
                }
            }
        ]
    }
    example = {
        "name": "Large companies",
        "conditions": {"field": "company.employees", "operator": "at_least", "value": 1000},
        "strategy": "round_robin",
        "targets": [{"repId": "0197b2a3-11aa-7b22-8c33-4d5566778899"}],
    }
