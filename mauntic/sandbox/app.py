"""The sandbox as one web application: the vendors below their slugs, Twilio, and the controls beside them.

GET and PUT /_control/{vendor}   its behaviour, see `Behaviour`; PUT changes what is named
GET /_stats                      what each vendor counted
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
from mauntic.sandbox.lusha import Lusha
from mauntic.sandbox.rocketreach import RocketReach
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


def create_app(vendors: Mapping[str, Dialect], twilio: Twilio | None = None) -> Starlette:
    """The application that serves these vendors, and Twilio."""
    desks = {slug: vendor.desk for slug, vendor in vendors.items()}
    mounts: list[BaseRoute] = [Mount(f"/{slug}", routes=vendor.routes()) for slug, vendor in vendors.items()]
    mounts.append(Mount("/twilio", routes=(twilio or Twilio()).routes()))
    return Starlette(routes=[*_Controls(desks).routes(), *mounts])


class _Controls:
    """The endpoints beside the vendors."""

    def __init__(self, desks: Mapping[str, Desk]) -> None:
        self.desks = desks

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/_control/{vendor}", self.control, methods=["GET", "PUT"]),
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

    async def stats(self, _: Request) -> Response:
        return JSONResponse({slug: desk.stats() for slug, desk in self.desks.items()})

    async def reset(self, _: Request) -> Response:
        for desk in self.desks.values():
            desk.reset()
        return Response(status_code=204)


def _problem(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status_code=status)
