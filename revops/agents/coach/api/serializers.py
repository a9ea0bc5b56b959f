"""API shapes of the coach."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from mauntic.kernel.api.serializers import CamelSerializer
from mauntic.kernel.errors import Invalid
from revops.agents.coach.domain.findings import Draft, Kind, Part, Rule, Severity
from revops.agents.coach.services.comments import LONGEST_DRAFT
from revops.agents.coach.services.review import LONGEST_SUBJECT


class ReviewRequest(CamelSerializer):
    """An email (`draft`) or notes of an activity (`notes`): one of them.

    An email without `subject` is reviewed as an answer in a thread. With `dealId`, figures of the draft may
    be among what is known of the contact of the deal. `aiComments` asks the model, too, which costs money.
    """

    example = {"draft": "Hi [Name], can we talk on Friday about the pumps?", "subject": "Tests of pumps"}

    deal_id = serializers.UUIDField(required=False)
    draft = serializers.CharField(required=False, max_length=LONGEST_DRAFT, trim_whitespace=False)
    notes = serializers.CharField(required=False, max_length=LONGEST_DRAFT, trim_whitespace=False)
    subject = serializers.CharField(required=False, max_length=LONGEST_SUBJECT)
    ai_comments = serializers.BooleanField(required=False, default=False)

    @staticmethod
    def draft_of(values: dict[str, str]) -> Draft:
        """Return the draft of validated values.

        Raises: `Invalid` unless there is one text.
        """
        given = [name for name in ("draft", "notes") if name in values]
        if len(given) != 1:
            raise Invalid({"draft": _("Send either draft or notes.")})
        if given == ["notes"]:
            if "subject" in values:
                raise Invalid({"subject": _("Notes have no subject. Leave it out.")})
            return Draft(values["notes"], Kind.NOTES)
        subject = values.get("subject", "")
        return Draft(values["draft"], subject=subject, continues=not subject)


class FindingShape(CamelSerializer):
    """`start` and `end` count the letters of `part`; -1 if the finding is about the whole draft."""

    rule = serializers.ChoiceField(choices=[each.value for each in Rule])
    severity = serializers.ChoiceField(choices=[each.value for each in Severity])
    problem = serializers.CharField()
    fix = serializers.CharField()
    part = serializers.ChoiceField(choices=[each.value for each in Part])
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField(help_text="The words at the place. Empty for the whole draft.")


class FiguresShape(CamelSerializer):
    """`asks` and `readingGrade` (years of school) are null where they are not counted."""

    words = serializers.IntegerField()
    sentences = serializers.IntegerField()
    questions = serializers.IntegerField()
    asks = serializers.IntegerField(allow_null=True)
    reading_grade = serializers.FloatField(source="grade", allow_null=True)


class ReviewShape(CamelSerializer):
    """The findings of the rules, the most severe first, and the comments of the model.

    `droppedComments` did not quote the draft. `aiProblem` says why there are no comments of the model.
    """

    kind = serializers.ChoiceField(source="draft.kind", choices=[each.value for each in Kind])
    is_english = serializers.BooleanField(
        source="rubric.is_english", help_text="In other languages, only some rules apply."
    )
    figures = FiguresShape(source="rubric.figures")
    findings = FindingShape(source="rubric.findings", many=True)
    comments = FindingShape(many=True)
    dropped_comments = serializers.IntegerField(source="dropped")
    ai_problem = serializers.CharField(source="problem")
