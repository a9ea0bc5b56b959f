"""Shapes of routing."""

from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer


class RouteRequest(CamelSerializer):
    contact_id = serializers.UUIDField()


class RouteAnswer(CamelSerializer):
    """`ruleId` is null where no rule decided, `repId` where nobody can take the lead."""

    contact_id = serializers.UUIDField()
    rep_id = serializers.UUIDField(allow_null=True)
    rule_id = serializers.UUIDField(allow_null=True)
    strategy = serializers.CharField()
    reason = serializers.CharField()


class TargetShape(CamelSerializer):
    """A person of a rule; round robin looks at no weights."""

    rep_id = serializers.UUIDField()
    weight = serializers.IntegerField(required=False, default=1)


class RuleShape(CamelSerializer):
    """A rule: the first whose conditions hold decides.

    A condition is {"field", "operator", "value"}, or {"all": [...]}, {"any": [...]}, {"not": ...} of them;
    an empty one holds of every lead. Without `id` a rule is new. `priority` is its place in the list, which
    counts from 1; what is sent as such says nothing.
    """

    id = serializers.UUIDField(required=False, allow_null=True)
    name = serializers.CharField(allow_blank=True)
    priority = serializers.IntegerField(required=False)
    conditions = serializers.DictField(required=False, default=dict)
    strategy = serializers.CharField()
    enabled = serializers.BooleanField(required=False, default=True)
    targets = TargetShape(many=True)
