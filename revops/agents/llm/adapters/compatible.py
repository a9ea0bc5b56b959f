"""Any server that speaks OpenAI's Chat Completions, such as Ollama or vLLM.

Source: https://docs.ollama.com/api/openai-compatibility, https://docs.vllm.ai/en/latest/serving/
"""

from collections.abc import Iterator
from typing import Any

from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion

from revops.agents.llm.adapters.base import Limits
from revops.agents.llm.adapters.failures import broken_off, unreadable
from revops.agents.llm.adapters.openai_sdk import OpenAIClient
from revops.agents.llm.domain.answers import Reply, StopReason, Usage
from revops.agents.llm.domain.requests import LlmRequest

MOST_COUNTED = 10_000_000
"""Tokens. A server that says more, or less than none, has counted nothing."""
STOPS = {"stop": StopReason.END, "length": StopReason.CUT_OFF, "content_filter": StopReason.DECLINED}


class CompatibleVendor(OpenAIClient):
    slug = "compatible"
    name = "OpenAI-compatible server"
    default_base_url = "http://localhost:11434/v1"
    needs_key = False
    can_search = False
    may_be_private = True

    def ask(self, request: LlmRequest[Any], *, model: str, limits: Limits) -> Reply:
        with self.calling(limits.seconds) as client:
            answer = client.chat.completions.create(**_arguments(request, model, limits))
            if not isinstance(answer, ChatCompletion) or not answer.choices:
                raise unreadable(self.name)
            choice = answer.choices[0]
            stop = STOPS.get(choice.finish_reason, StopReason.CUT_OFF)
            return Reply(
                text=choice.message.content or "",
                stop=StopReason.DECLINED if choice.message.refusal else stop,
                usage=_usage(answer.usage),
                model=answer.model,
            )

    def pieces(self, request: LlmRequest[Any], *, model: str, limits: Limits) -> Iterator[str | Reply]:
        texts: list[str] = []
        reason, declined, usage, name = "", False, None, model
        with self.calling(limits.seconds) as client:
            given = _arguments(request, model, limits) | {"stream_options": {"include_usage": True}}
            with client.chat.completions.create(**given, stream=True) as stream:
                for chunk in stream:
                    usage, name = chunk.usage or usage, chunk.model or name
                    for choice in chunk.choices[:1]:
                        reason = choice.finish_reason or reason
                        declined = declined or bool(choice.delta.refusal)
                        if choice.delta.content:
                            texts.append(choice.delta.content)
                            yield choice.delta.content
            if not reason:
                raise broken_off(self.name)
            stop = StopReason.DECLINED if declined else STOPS.get(reason, StopReason.CUT_OFF)
            yield Reply(text="".join(texts), stop=stop, usage=_usage(usage), model=name)


def _arguments(request: LlmRequest[Any], model: str, limits: Limits) -> dict[str, Any]:
    given: dict[str, Any] = {
        "model": model,
        "messages": [
            {"role": "system", "content": request.system},
            {"role": "user", "content": request.message},
        ],
        # The newer `max_completion_tokens` is ignored by some servers, which then write without an end.
        "max_tokens": limits.tokens,
    }
    if request.schema:
        named = {"name": request.schema_name, "schema": request.json_schema, "strict": True}
        given["response_format"] = {"type": "json_schema", "json_schema": named}
    return given


def _usage(used: CompletionUsage | None) -> Usage | None:
    # The SDK leaves out what the server left out, and takes what is none.
    details = getattr(used, "prompt_tokens_details", None)
    read = getattr(details, "cached_tokens", None) or 0
    given: Any = getattr(used, "prompt_tokens", None)
    written: Any = getattr(used, "completion_tokens", None)
    if not all(isinstance(each, int) and 0 <= each <= MOST_COUNTED for each in (given, written, read)):
        return None
    return Usage(input_tokens=max(0, given - read), cache_read_tokens=read, output_tokens=written)
