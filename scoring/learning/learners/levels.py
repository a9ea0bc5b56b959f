"""Rows as arrays with one position per level of each column."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from scoring.learning.domain.binning import Binning, cut
from scoring.learning.domain.training_set import TrainingSet

NOWHERE = -1
LevelIndices = NDArray[np.int64]


def cut_all(leads: TrainingSet) -> list[Binning]:
    """Return the levels of each column with at least two."""
    binnings = (cut(column) for column in leads.columns)
    return [binning for binning in binnings if len(binning.levels) > 1]


def level_indices(leads: TrainingSet, binnings: Sequence[Binning]) -> LevelIndices:
    """Return the index of each row's level, one column per binning; -1 for an unseen level."""
    cells = {column.name: column.cells for column in leads.columns}
    found = np.empty((len(leads), len(binnings)), dtype=np.int64)
    for number, binning in enumerate(binnings):
        index = binning.level_indices(cells[binning.column])
        found[:, number] = [NOWHERE if level is None else level for level in index]
    return found


def one_hot(found: LevelIndices, binnings: Sequence[Binning]) -> csr_array:
    """Return a sparse matrix with a 0/1 column per level."""
    starts = np.cumsum([0, *(len(binning.levels) for binning in binnings)])
    known = found != NOWHERE
    columns = (found + starts[:-1])[known]
    ends = np.cumsum([0, *known.sum(axis=1)])
    return csr_array((np.ones(len(columns)), columns, ends), shape=(len(found), starts[-1]))
