"""Names of columns that are known."""

from collections import Counter

from mauntic.kernel.files.column_names import heading_key
from revops.deal_imports.domain.file import LABELS
from revops.deal_imports.domain.headings import HEADINGS


def test_each_name_of_a_column_means_one_field():
    names = [name for known in HEADINGS.values() for name in known]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert [name for name in names if heading_key(name) != name] == []
    assert set(HEADINGS) == set(LABELS)
