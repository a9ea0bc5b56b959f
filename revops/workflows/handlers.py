"""Deals as what automation is about, triggers and actions of workflows, and the events that start them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from mauntic.automation.models import Kind
from mauntic.automation.registry.actions import Action, register_action
from mauntic.automation.registry.made import register_made
from mauntic.automation.registry.pages import Pages, register_pages
from mauntic.automation.registry.subjects import CONTACT, DEAL, register_subject
from mauntic.automation.registry.triggers import Happening, Trigger, known_trigger, register_trigger
from mauntic.automation.selectors.listening import anybody_listens
from mauntic.automation.services.runs.forgetting import forget_texts
from mauntic.automation.services.starting.firing import fire
from mauntic.crm.contacts.services.removal import contacts_leaving
from mauntic.events.catalog import DealCreated, DealLost, DealStageChanged, DealWon, LeadScored
from revops.workflows.forms import actions as action_forms
from revops.workflows.forms import triggers as trigger_forms
from revops.workflows.selectors import sentences, triggers
from revops.workflows.selectors.deals import deal_subject, deals_of
from revops.workflows.selectors.made import made_enrollments, made_tasks
from revops.workflows.services.actions import deal_fields, owners, sequences, stages, tasks

WORKFLOW = frozenset({Kind.WORKFLOW.value})
BOTH = frozenset({Kind.WORKFLOW.value, Kind.JOURNEY.value})
ANY, DEALS, LEADS = frozenset({DEAL, CONTACT}), frozenset({DEAL}), frozenset({CONTACT})

register_subject(deal_subject())
register_made(made_tasks)
register_made(made_enrollments)
register_pages(
    Pages(
        kind=Kind.WORKFLOW,
        base="revops:workflow",
        title=_("Workflows"),
        new=_("New workflow"),
        subtitle=_("What happens by itself when deals and leads change"),
        empty=_("No workflows yet"),
        teaches=_(
            "A workflow says: when something happens to a deal or lead, then do this. Such as: when a deal "
            "is won, create a task for the handover."
        ),
    )
)
for each in (
    Trigger(
        key="deal_created",
        label=_("Deal created"),
        kinds=WORKFLOW,
        subject=DEAL,
        form=trigger_forms.NoSettings,
        sentence=sentences.deal_created,
        present=triggers.present_open,
        past=triggers.past_created,
    ),
    Trigger(
        key="stage_changed",
        label=_("Deal moved to another stage"),
        kinds=WORKFLOW,
        subject=DEAL,
        form=trigger_forms.StageChangedForm,
        sentence=sentences.stage_changed,
        fields=triggers.STAGE_FACTS,
        matches=triggers.fits_stages,
        present=triggers.present_moved,
        past=triggers.past_moved,
    ),
    Trigger(
        key="deal_won",
        label=_("Deal won"),
        kinds=WORKFLOW,
        subject=DEAL,
        form=trigger_forms.NoSettings,
        sentence=sentences.deal_won,
        present=triggers.present_won,
        past=triggers.past_won,
    ),
    Trigger(
        key="deal_lost",
        label=_("Deal lost"),
        kinds=WORKFLOW,
        subject=DEAL,
        form=trigger_forms.NoSettings,
        sentence=sentences.deal_lost,
        fields=triggers.LOST_FACTS,
        present=triggers.present_lost,
        past=triggers.past_lost,
    ),
    Trigger(
        key="inactivity",
        label=_("Nothing happened on a deal"),
        kinds=WORKFLOW,
        subject=DEAL,
        form=trigger_forms.InactivityForm,
        sentence=sentences.inactivity,
        sweep=triggers.quiet_deals,
        present=triggers.present_quiet,
        past=triggers.past_quiet,
    ),
    Trigger(
        key="time_in_stage",
        label=_("Deal is in a stage for some time"),
        kinds=WORKFLOW,
        subject=DEAL,
        form=trigger_forms.TimeInStageForm,
        sentence=sentences.time_in_stage,
        sweep=triggers.deals_in_stage,
        present=triggers.present_in_stage,
        past=triggers.past_in_stage,
    ),
    Trigger(
        key="score_changed",
        label=_("Score of a lead crossed a line"),
        kinds=WORKFLOW,
        subject=CONTACT,
        form=trigger_forms.ScoreChangedForm,
        sentence=sentences.score_changed,
        fields=triggers.SCORE_FACTS,
        matches=triggers.crosses_score,
        present=triggers.present_scored,
    ),
):
    register_trigger(each)
for action in (
    Action(
        key="create_task",
        label=_("Create a task"),
        kinds=BOTH,
        subjects=LEADS,
        form=action_forms.CreateTaskForm,
        sentence=sentences.create_task,
        plan=tasks.plan_task,
        act=tasks.create_tasks_of_leads,
        is_set=True,
        texts=tasks.TEXTS,
    ),
    Action(
        key="create_task",
        label=_("Create a task"),
        kinds=WORKFLOW,
        subjects=DEALS,
        form=action_forms.CreateTaskForm,
        sentence=sentences.create_task,
        plan=tasks.plan_task,
        act=tasks.create_task_of_deal,
        texts=tasks.TEXTS,
    ),
    Action(
        key="assign_owner",
        label=_("Assign an owner"),
        kinds=WORKFLOW,
        subjects=LEADS,
        form=action_forms.AssignOwnerForm,
        sentence=sentences.assign_owner,
        plan=owners.plan_owner,
        act=owners.give_leads,
        is_set=True,
    ),
    Action(
        key="assign_owner",
        label=_("Assign an owner"),
        kinds=WORKFLOW,
        subjects=DEALS,
        form=action_forms.AssignOwnerForm,
        sentence=sentences.assign_owner,
        plan=owners.plan_owner,
        act=owners.give_deal,
    ),
    Action(
        key="move_stage",
        label=_("Move the deal to a stage"),
        kinds=WORKFLOW,
        subjects=DEALS,
        form=action_forms.MoveStageForm,
        sentence=sentences.move_stage,
        plan=stages.plan_move,
        act=stages.move_stage,
    ),
    Action(
        key="add_to_sequence",
        label=_("Add the lead to a sequence"),
        kinds=BOTH,
        subjects=ANY,
        form=action_forms.AddToSequenceForm,
        sentence=sentences.add_to_sequence,
        plan=sequences.plan_enrolling,
        act=sequences.add_to_sequence,
    ),
    Action(
        key="update_field",
        label=_("Change a field of the deal"),
        kinds=WORKFLOW,
        subjects=DEALS,
        form=action_forms.UpdateDealForm,
        sentence=sentences.update_deal,
        plan=deal_fields.plan_deal_field,
        act=deal_fields.update_deal_field,
        texts=("value",),
    ),
):
    register_action(action)


@receiver(contacts_leaving)
def forget_texts_of_deals(contact_ids: list[UUID], **_: object) -> None:
    """Delete the filled texts about deals of leads that are deleted. What was done to the deals stays."""
    forget_texts(subject_kind=DEAL, subject_ids=deals_of(contact_ids))


def _tell(key: str, happenings: Iterable[Happening], occurred_at: datetime) -> None:
    fire(trigger=known_trigger(key), happenings=list(happenings), occurred_at=occurred_at)


@receiver(DealCreated.signal, dispatch_uid="revops.handlers.start_for_new_deals")
def start_for_new_deals(events: list[DealCreated], occurred_at: datetime, **_: object) -> None:
    """Start the workflows of new deals."""
    _tell("deal_created", (Happening(event.deal_id, {"stage": event.stage}) for event in events), occurred_at)


@receiver(DealStageChanged.signal, dispatch_uid="revops.handlers.start_for_moves")
def start_for_moves(events: list[DealStageChanged], occurred_at: datetime, **_: object) -> None:
    """Start the workflows of moves."""
    told = (
        Happening(event.deal_id, {"old_stage": event.old_stage, "new_stage": event.new_stage})
        for event in events
    )
    _tell("stage_changed", told, occurred_at)


@receiver(DealWon.signal, dispatch_uid="revops.handlers.start_for_won_deals")
def start_for_won_deals(events: list[DealWon], occurred_at: datetime, **_: object) -> None:
    """Start the workflows of won deals. Facts that are withdrawn start none."""
    _tell("deal_won", (Happening(event.deal_id) for event in events if not event.is_withdrawn), occurred_at)


@receiver(DealLost.signal, dispatch_uid="revops.handlers.start_for_lost_deals")
def start_for_lost_deals(events: list[DealLost], occurred_at: datetime, **_: object) -> None:
    """Start the workflows of lost deals. Facts that are withdrawn start none."""
    told = (Happening(event.deal_id, {"reason": event.reason}) for event in events if not event.is_withdrawn)
    _tell("deal_lost", told, occurred_at)


@receiver(LeadScored.signal, dispatch_uid="revops.handlers.start_for_scores")
def start_for_scores(events: list[LeadScored], occurred_at: datetime, **_: object) -> None:
    """Start the workflows of scores that crossed a line."""
    if anybody_listens("score_changed"):
        _tell("score_changed", map(_scored, events), occurred_at)


def _scored(event: LeadScored) -> Happening:
    before = event.previous_score
    facts = {
        "score": float(event.score),
        "previous_score": None if before is None else float(before),
        "delta": float(event.score - (before or Decimal(0))),
        "grade": event.grade,
    }
    return Happening(event.contact_id, facts)
