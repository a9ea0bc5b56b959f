"""OpenAI's Responses API, and the Chat Completions that Ollama and vLLM speak, too."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mauntic.sandbox.llm.chat import Chat
from mauntic.sandbox.llm.model import Mood
from mauntic.sandbox.llm.responses import Responses
from mauntic.sandbox.llm.serving import LlmDialect

REFUSALS: dict[Mood, tuple[int, str, str | None, str]] = {
    Mood.OVERLOAD: (503, "service_unavailable_error", None, "The server is overloaded."),
    Mood.RATE_LIMIT: (429, "requests", "rate_limit_exceeded", "Rate limit reached. Try again in 1s."),
    Mood.SPEND_LIMIT: (
        429,
        "insufficient_quota",
        "organization_spend_limit_exceeded",
        "The organization reached its spend limit.",
    ),
    Mood.NO_BALANCE: (
        429,
        "insufficient_quota",
        "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.",
    ),
    Mood.NO_PERMISSION: (403, "invalid_request_error", None, "You have insufficient permissions."),
    Mood.TOO_LONG: (
        400,
        "invalid_request_error",
        "context_length_exceeded",
        "Your input exceeds the context window of this model.",
    ),
    Mood.BAD_REQUEST: (400, "invalid_request_error", None, "Invalid value: 'max_output_tokens'."),
    Mood.SERVER_ERROR: (500, "server_error", "server_error", "The server had an error."),
}


class OpenAI(LlmDialect):
    slug = "openai"

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/responses", self.respond, methods=["POST"]),
            Route("/v1/chat/completions", self.chat, methods=["POST"]),
            Route("/v1/models/{name:path}", self.show_model),
        ]

    async def respond(self, request: Request) -> Response:
        """Answer as the Responses API."""
        return await self.serve(request, Responses())

    async def chat(self, request: Request) -> Response:
        """Answer as Chat Completions."""
        return await self.serve(request, Chat())

    @property
    def wrong_key(self) -> Response:
        message = "Incorrect API key provided: sk-wron****************0000."
        return _refused(401, "invalid_request_error", "invalid_api_key", message)

    def refusal(self, mood: Mood) -> Response | None:
        return _refused(*REFUSALS[mood]) if mood in REFUSALS else None


def _refused(status: int, kind: str, code: str | None, message: str) -> Response:
    error = {"message": message, "type": kind, "param": None, "code": code}
    headers = {"retry-after": "1"} if code == "rate_limit_exceeded" else {}
    return JSONResponse({"error": error}, status_code=status, headers=headers)
