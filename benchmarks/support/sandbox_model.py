"""A model of the sandbox, for benchmarks of agents."""

from decimal import Decimal
from typing import Any

from mauntic.kernel.clock import now
from mauntic.sandbox.server import Sandbox
from revops.agents.llm.models.accounts import LlmAccount, LlmModel


def connect_model(sandbox: Sandbox) -> None:
    """Connect the organization to a priced model of the sandbox."""
    credentials: Any = {"key": "sandbox-anthropic"}
    account = LlmAccount.objects.create(
        kind="anthropic", credentials=credentials, base_url=f"{sandbox.url}/anthropic"
    )
    LlmModel.objects.create(
        account=account,
        name="model-1",
        input_price=Decimal(1),
        output_price=Decimal(1),
        priced_on=now().date(),
        is_default=True,
    )
