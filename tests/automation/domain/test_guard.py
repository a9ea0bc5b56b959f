"""How deep a chain of runs may be."""

import pytest

from mauntic.automation.domain.guard import is_cut


@pytest.mark.parametrize(("depth", "cut"), [(1, False), (5, False), (6, True)])
def test_five_runs_may_cause_each_other_and_the_sixth_is_cut(depth, cut):
    assert is_cut(depth) is cut
