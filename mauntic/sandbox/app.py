"""The sandbox as one web application: vendors below their slugs, Twilio, the model, search, and the controls.

GET and PUT /_control/{vendor}   its behaviour, see `Behaviour`; PUT changes what is named
GET /_stats                      what each vendor counted
GET and PUT /_llm                the manner of the model, see `Manner`; `answers` adds to what it will say
POST /_reset                     all counts to zero and all behaviour as at the start
"""

from collections.abc import Mapping
from json import JSONDecodeError

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from mauntic.sandbox.apollo import Apollo
from mauntic.sandbox.builtwith import BuiltWith
from mauntic.sandbox.clearbit import Clearbit
from mauntic.sandbox.desk import LIVELY, QUIET, Behaviour, Desk
from mauntic.sandbox.dialect import Dialect
from mauntic.sandbox.hunter import Hunter
from mauntic.sandbox.llm.anthropic import Anthropic
from mauntic.sandbox.llm.model import Model
from mauntic.sandbox.llm.openai import OpenAI
from mauntic.sandbox.lusha import Lusha
from mauntic.sandbox.rocketreach import RocketReach
from mauntic.sandbox.search import BraveSearch, SearXNG
from mauntic.sandbox.twilio import Twilio
from mauntic.sandbox.wappalyzer import Wappalyzer
from mauntic.sandbox.zoominfo import ZoomInfo

DIALECTS: tuple[type[Dialect], ...] = (
    Clearbit,
    Apollo,
    Hunter,
    ZoomInfo,
    Lusha,
    RocketReach,
    BuiltWith,
    Wappalyzer,
)


def create_vendors(behaviours: Mapping[str, Behaviour] = LIVELY) -> dict[str, Dialect]:
    """Every vendor by slug; one whose behaviour is not given is quiet."""
    return {dialect.slug: dialect(behaviours.get(dialect.slug, QUIET)) for dialect in DIALECTS}


def create_app(
    vendors: Mapping[str, Dialect], twilio: Twilio | None = None, model: Model | None = None
) -> Starlette:
    """The application that serves these vendors, Twilio and the model."""
    model = model or Model()
    desks = {slug: vendor.desk for slug, vendor in vendors.items()}
    mounts: list[BaseRoute] = [Mount(f"/{slug}", routes=vendor.routes()) for slug, vendor in vendors.items()]
    mounts.append(Mount("/twilio", routes=(twilio or Twilio()).routes()))
    speakers = (Anthropic(model), OpenAI(model), BraveSearch(model.web), SearXNG(model.web))
    mounts += [Mount(f"/{each.slug}", routes=each.routes()) for each in speakers]
    return Starlette(routes=[*_Controls(desks, model).routes(), *mounts])


class _Controls:
    """The endpoints beside the vendors."""

    def __init__(self, desks: Mapping[str, Desk], model: Model) -> None:
        self.desks, self.model = desks, model

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/_control/{vendor}", self.control, methods=["GET", "PUT"]),
            Route("/_llm", self.llm, methods=["GET", "PUT"]),
            Route("/_stats", self.stats),
            Route("/_reset", self.reset, methods=["POST"]),
        ]

    async def control(self, request: Request) -> Response:
        desk = self.desks.get(request.path_params["vendor"])
        if desk is None:
            return _problem(404, f"There is no such vendor. Choose one of {', '.join(self.desks)}.")
        if request.method == "PUT":
            try:
                desk.behaviour = desk.behaviour.changed(await request.json())
            except JSONDecodeError:
                return _problem(400, "The body is not JSON.")
            except (AttributeError, TypeError, ValueError) as error:
                return _problem(400, str(error))
        return JSONResponse(desk.settings())

    async def llm(self, request: Request) -> Response:
        if request.method == "PUT":
            try:
                wanted = await request.json()
                answers = wanted.pop("answers", [])
                self.model.configure(**wanted)
                self.model.say(*answers)
            except JSONDecodeError:
                return _problem(400, "The body is not JSON.")
            except (AttributeError, TypeError, ValueError) as error:
                return _problem(400, str(error))
        return JSONResponse(self.model.settings())

    async def stats(self, _: Request) -> Response:
        return JSONResponse({slug: desk.stats() for slug, desk in self.desks.items()})

    async def reset(self, _: Request) -> Response:
        for desk in self.desks.values():
            desk.reset()
        self.model.reset()
        return Response(status_code=204)


def _problem(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status_code=status)
