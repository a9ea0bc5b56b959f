"""The steps that only journeys have: each with its form, its words, its plan and its effect."""

from mauntic.automation.models import Kind
from mauntic.automation.registry.actions import Action
from mauntic.automation.registry.subjects import CONTACT
from mauntic.automation.services.actions.branching import take_branch
from mauntic.journeys.domain.splits import branches_of, read_grades, read_ranges, read_shares
from mauntic.journeys.forms import splits as forms
from mauntic.journeys.forms.tags import AddTagForm
from mauntic.journeys.selectors import sentences
from mauntic.journeys.services.actions import splits, tags
from mauntic.kernel.translation import gettext_lazy as _

JOURNEY = frozenset({Kind.JOURNEY.value})
LEADS = frozenset({CONTACT})

STEPS = (
    Action(
        key="add_tag",
        label=_("Add a tag"),
        icon="tag",
        kinds=JOURNEY,
        subjects=LEADS,
        form=AddTagForm,
        sentence=sentences.add_tag,
        plan=tags.plan_tag,
        act=tags.put_tag,
    ),
    Action(
        key="split_score_range",
        label=_("Split by score"),
        icon="chart-bar",
        kinds=JOURNEY,
        subjects=LEADS,
        form=forms.ScoreRangeForm,
        sentence=sentences.split_score,
        plan=splits.plan_score,
        act=take_branch,
        branches=lambda settings: branches_of(read_ranges(settings["ranges"])),
        is_set=True,
        is_flow=True,
    ),
    Action(
        key="split_lead_grade",
        label=_("Split by grade"),
        icon="academic-cap",
        kinds=JOURNEY,
        subjects=LEADS,
        form=forms.LeadGradeForm,
        sentence=sentences.split_grade,
        plan=splits.plan_grade,
        act=take_branch,
        branches=lambda settings: branches_of(read_grades(settings["grades"])),
        is_set=True,
        is_flow=True,
    ),
    Action(
        key="split_random",
        label=_("Split by chance"),
        icon="beaker",
        kinds=JOURNEY,
        subjects=LEADS,
        form=forms.RandomForm,
        sentence=sentences.split_random,
        plan=splits.plan_random,
        act=take_branch,
        branches=lambda settings: branches_of(read_shares(settings["shares"])),
        is_set=True,
        is_flow=True,
    ),
)
