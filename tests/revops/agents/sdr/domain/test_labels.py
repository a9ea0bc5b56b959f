"""Every value that a rule can give has words for people."""

import pytest

from revops.agents.sdr.domain.answering import Silence
from revops.agents.sdr.domain.drafting import DraftFlaw
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.domain.planning import Action, Reason
from revops.agents.sdr.domain.wording import Flaw
from revops.agents.sdr.labels import ACTIONS, FLAWS, MODES, REASONS, SILENCES


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (Mode, MODES),
        (Action, ACTIONS),
        (Reason, REASONS),
        (Silence, SILENCES),
        ([*Flaw, *DraftFlaw], FLAWS),
    ],
)
def test_each_value_has_words_of_its_own(values, labels):
    assert set(labels) == set(values)
    assert len({str(label) for label in labels.values()}) == len(labels)


@pytest.mark.parametrize("labels", [REASONS, SILENCES, FLAWS])
def test_reasons_are_sentences_that_fit_their_column(labels):
    for label in labels.values():
        assert str(label).endswith(".")
        assert len(str(label)) <= 300
