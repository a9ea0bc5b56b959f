"""AI vendors at the sandbox, and requests to them."""

from decimal import Decimal
from typing import Any

from mauntic.kernel.clock import now
from mauntic.sandbox.server import Sandbox
from revops.agents.llm.domain.requests import Agent, ClosedAnswer, LlmRequest, Purpose
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.runs import AgentRun

PATHS = {"anthropic": "/anthropic", "openai": "/openai/v1", "compatible": "/openai/v1"}
PURPOSE = Purpose(agent=Agent.RESEARCH, prompt="research.read", version=3)


class Draft(ClosedAnswer):
    subject: str
    body: str


DRAFT = {"subject": "Hello", "body": "Hi Ada"}
REQUEST = LlmRequest(system="Draft an email.", user=("To Ada",), schema=Draft, max_tokens=100)


def connect_llm(
    sandbox: Sandbox,
    kind: str = "anthropic",
    *,
    key: str = "",
    input_price: str | None = "2",
    output_price: str | None = "10",
    **account: Any,
) -> LlmModel:
    """Connect a vendor of the sandbox with one priced model, `model-1`."""
    credentials = {"key": key or f"sandbox-{PATHS[kind].split('/')[1]}"}
    row = LlmAccount.objects.create(
        kind=kind, credentials=credentials, base_url=sandbox.url + PATHS[kind], **account
    )
    return LlmModel.objects.create(
        account=row,
        name="model-1",
        input_price=input_price and Decimal(input_price),
        output_price=output_price and Decimal(output_price),
        priced_on=now().date(),
        is_default=True,
    )


def make_agent_run(**given: Any) -> AgentRun:
    """A run that answered, with a prompt and an answer."""
    values: dict[str, Any] = {
        "agent": Agent.RESEARCH.value,
        "prompt": "research.read",
        "vendor": "anthropic",
        "model": "model-1",
        "content": {"system": "Read.", "user": "Page", "answer": "{}", "evidence": [], "sources": []},
        "outcome": "answered",
        "cost": Decimal("0.0021"),
        "input_tokens": 900,
        "output_tokens": 120,
        "finished_at": now(),
    }
    return AgentRun.objects.create(**(values | given))
