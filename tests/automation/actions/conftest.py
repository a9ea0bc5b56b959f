"""The shared actions beside those of the tests."""

import pytest

from mauntic.automation.forms.catalog import SHARED
from mauntic.automation.registry.actions import register_action
from tests.automation.conftest import Desk


@pytest.fixture
def shared(desk: Desk) -> Desk:
    """The trigger `risen`, the action `note`, and the actions that workflows and journeys share."""
    for each in SHARED:
        register_action(each)
    return desk
