"""What the tests of the adapters share."""

import pytest

from mauntic.sandbox.server import Sandbox
from revops.agents.llm.adapters.base import Limits, LlmVendor
from revops.agents.llm.adapters.registry import VENDORS
from revops.agents.llm.domain.requests import ClosedAnswer, LlmRequest

LIMITS = Limits(tokens=500, seconds=10)
PATHS = {"anthropic": "/anthropic", "openai": "/openai/v1", "compatible": "/openai/v1"}


class Draft(ClosedAnswer):
    subject: str
    body: str


DRAFT = {"subject": "Hello", "body": "Hi Ada"}
REQUEST = LlmRequest(system="Draft an email.", user=("To Ada",), schema=Draft)


def vendor_at(url: str, slug: str, key: str = "") -> LlmVendor:
    """The vendor at the sandbox, with the key that it accepts unless another is given."""
    company = PATHS[slug].split("/")[1]
    return VENDORS[slug](key=key or f"sandbox-{company}", base_url=url + PATHS[slug])


@pytest.fixture(params=VENDORS)
def slug(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def vendor(sandbox: Sandbox, slug: str) -> LlmVendor:
    return vendor_at(sandbox.url, slug)
