"""The actions that workflows and journeys share: each with its form, its words, its plan and its effect."""

from mauntic.automation.forms.flow import ExitForm, SplitForm, WaitForEventForm, WaitForm
from mauntic.automation.forms.leads import FieldForm
from mauntic.automation.forms.messages import EmailForm, NoticeForm
from mauntic.automation.models import Kind
from mauntic.automation.registry.actions import Action
from mauntic.automation.registry.subjects import CONTACT, DEAL
from mauntic.automation.services.actions import branching, emails, leads, notices, waiting
from mauntic.kernel.translation import gettext_lazy as _

BOTH = frozenset({Kind.WORKFLOW.value, Kind.JOURNEY.value})
ALL = frozenset({DEAL, CONTACT})

SHARED = (
    Action(
        key="wait",
        label=_("Wait"),
        icon="clock",
        kinds=BOTH,
        subjects=ALL,
        form=WaitForm,
        sentence=waiting.wait_words,
        plan=waiting.plan_wait,
        act=waiting.wait,
        check=waiting.check_wait,
        is_set=True,
        is_flow=True,
    ),
    Action(
        key="wait_until",
        label=_("Wait until something happens"),
        icon="bell-snooze",
        kinds=BOTH,
        subjects=ALL,
        form=WaitForEventForm,
        sentence=waiting.event_words,
        plan=waiting.plan_event,
        act=waiting.wait_for_event,
        check=waiting.check_event,
        branches=lambda _settings: waiting.BRANCHES,
        is_set=True,
        is_flow=True,
    ),
    Action(
        key="split",
        label=_("Split by conditions"),
        icon="arrows-right-left",
        kinds=BOTH,
        subjects=ALL,
        form=SplitForm,
        sentence=branching.split_words,
        plan=branching.plan_split,
        act=branching.take_branch,
        check=branching.check_split,
        branches=lambda _settings: branching.BRANCHES,
        is_set=True,
        is_flow=True,
    ),
    Action(
        key="exit",
        label=_("End here"),
        icon="arrow-right-start-on-rectangle",
        kinds=BOTH,
        subjects=ALL,
        form=ExitForm,
        sentence=branching.exit_words,
        plan=branching.plan_exit,
        act=branching.leave,
        is_set=True,
        is_flow=True,
    ),
    Action(
        key="send_email",
        label=_("Send an email"),
        icon="envelope",
        kinds=BOTH,
        subjects=ALL,
        form=EmailForm,
        sentence=emails.email_words,
        plan=emails.plan_email,
        act=emails.send_email,
        texts=("subject", "body"),
        tokens=emails.TOKENS,
        is_set=True,
    ),
    Action(
        key="notify",
        label=_("Notify people"),
        icon="bell",
        kinds=BOTH,
        subjects=ALL,
        form=NoticeForm,
        sentence=notices.notice_words,
        plan=notices.plan_notice,
        act=notices.send_notice,
        texts=("text",),
        is_set=True,
    ),
    Action(
        key="update_field",
        label=_("Set a field of the lead"),
        icon="pencil-square",
        kinds=BOTH,
        subjects=frozenset({CONTACT}),
        form=FieldForm,
        sentence=leads.field_words,
        plan=leads.plan_field,
        act=leads.set_field,
        texts=("value",),
    ),
)
