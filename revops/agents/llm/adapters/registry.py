"""The vendors by slug."""

from revops.agents.llm.adapters.anthropic import AnthropicVendor
from revops.agents.llm.adapters.base import LlmVendor
from revops.agents.llm.adapters.compatible import CompatibleVendor
from revops.agents.llm.adapters.openai import OpenAIVendor

VENDORS: dict[str, type[LlmVendor]] = {
    vendor.slug: vendor for vendor in (AnthropicVendor, OpenAIVendor, CompatibleVendor)
}
