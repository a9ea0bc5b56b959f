"""The words of the SDR agent."""

from django.utils.translation import gettext_lazy as _

from mauntic.kernel.translation import StrPromise
from revops.agents.sdr.domain.answering import Silence
from revops.agents.sdr.domain.drafting import DraftFlaw
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.domain.planning import Action, Reason
from revops.agents.sdr.domain.wording import Flaw

MODES: dict[str, StrPromise] = {
    Mode.OFF: _("Off"),
    Mode.LEARNING: _("Learning"),
    Mode.COPILOT: _("Copilot"),
    Mode.AUTOPILOT: _("Autopilot"),
}
ACTIONS: dict[str, StrPromise] = {
    Action.ENROLL: _("Enroll"),
    Action.MANUAL_REVIEW: _("Review by a person"),
    Action.NOTHING: _("Leave alone"),
}
REASONS: dict[str, StrPromise] = {
    Reason.RECOMMENDED: _("The qualification recommends a sequence."),
    Reason.NOT_RECOMMENDED: _("The qualification does not recommend a sequence."),
    Reason.UNSURE: _("The qualification leaves it to a person."),
    Reason.NOT_NEW: _("The lead is not new."),
    Reason.WROTE: _("The lead wrote to us before."),
    Reason.NO_SEQUENCE: _("No sequence of the agent takes this lead."),
    Reason.TOUCHED: _("A person is in touch with the lead."),
    Reason.LOW_CONFIDENCE: _("The confidence is below the least of autopilot."),
    Reason.REJECTED: _("A person rejected just this enrollment."),
    Reason.CAP_REACHED: _("Autopilot reached its daily limit."),
    Reason.NOBODY_TO_ACT_FOR: _("Neither the lead nor the sequence has an active owner."),
    Reason.MODEL_FAILED: _("The model gave no usable reasoning, so autopilot does not act."),
}
SILENCES: dict[str, StrPromise] = {
    Silence.NOT_HUMAN: _("No person wrote it."),
    Silence.WRONG_CLASS: _("Replies of this class are not answered by an agent."),
    Silence.TOO_SHORT: _("The reply has fewer than 12 letters."),
    Silence.TOO_LONG: _("The reply has more than 4,000 letters. A person answers."),
    Silence.INSTRUCTIONS: _("The reply holds instructions to a machine."),
    Silence.PRIVACY: _("The reply is about privacy. A person answers."),
    Silence.LEGAL: _("The reply is about legal steps. A person answers."),
    Silence.PRICE: _("The reply is about prices. A person answers."),
    Silence.MACHINE: _("The lead asks whether a machine writes. A person answers."),
}
FLAWS: dict[str, StrPromise] = {
    Flaw.EMPTY: _("The model wrote nothing."),
    Flaw.TOO_LONG: _("The text of the model is too long."),
    Flaw.LINK: _("The text of the model names an address that is not one of its sources."),
    Flaw.NUMBER: _("The text of the model has a number that is not among the facts."),
    Flaw.TOKEN: _("The text of the model has an unfilled placeholder."),
    DraftFlaw.NO_SOURCE: _("The answer of the model names no source."),
    DraftFlaw.FOREIGN_SOURCE: _("The answer of the model names a source that it was not given."),
    DraftFlaw.SENSITIVE: _("The answer of the model is about prices, law, privacy or machines."),
}
