"""The files of cases that lie beside the checkout."""

import pytest

from tests.support.shared import SHARED

CASES = SHARED / "cases"

needs_cases = pytest.mark.skipif(not CASES.exists(), reason="The cases are not beside this checkout.")
