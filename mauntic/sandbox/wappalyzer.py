"""Wappalyzer: a credit for a site, which it may have to look at first, and 403 for a key and for credits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from mauntic.sandbox.desk import Fault
from mauntic.sandbox.dialect import Dialect
from mauntic.sandbox.people import company_of

MOST_URLS, CREDITS = 10, 5_000


class Wappalyzer(Dialect):
    slug: ClassVar[str] = "wappalyzer"
    unit_price: ClassVar[Decimal] = Decimal("0.03")

    def routes(self) -> list[BaseRoute]:
        return [self.look_up("/v2/lookup", self.sites), self.free("/v2/credits/balance/", self.balance)]

    def is_signed(self, request: Request) -> bool:
        return request.headers.get("x-api-key") == self.key and not self._fails_with(Fault.BAD_KEY)

    def refusal(self, fault: Fault) -> Response:
        if fault is Fault.RATE_LIMITED:
            return JSONResponse({"message": "Too Many Requests"}, status_code=429)
        return JSONResponse({"message": "Forbidden"}, status_code=403)

    def refuse(self, fault: Fault, asked: Mapping[str, Any]) -> Response:
        """Pending is told of each site, and billed as if it were there already."""
        if fault is not Fault.PENDING:
            return self.refusal(fault)
        spent = sum(self.desk.bill_once(_host(url), Decimal(1)) for url in _urls(asked))
        return self._answer([{"url": url, "crawl": True} for url in _urls(asked)], Decimal(spent))

    def balance(self) -> Response:
        """GET /v2/credits/balance/"""
        empty = self._fails_with(Fault.OUT_OF_CREDIT)
        return JSONResponse({"credits": 0 if empty else CREDITS - int(self.desk.billed_units)})

    def sites(self, asked: Mapping[str, str]) -> Response:
        """GET /v2/lookup"""
        urls = _urls(asked)
        if not 0 < len(urls) <= MOST_URLS:
            return JSONResponse({"message": "Between 1 and 10 URLs."}, status_code=400)
        found_sites: list[dict[str, Any]] = []
        spent = Decimal(0)
        for url in urls:
            company = company_of(_host(url))
            if company is None:
                found_sites.append({"url": url, "errors": ["Something went wrong"]})
                continue
            spent += self.desk.bill_once(_host(url), Decimal(1))
            names = company.technologies if self.desk.knows(_host(url)) else ()
            found = [
                {"slug": name.replace("_", "-"), "name": _title(name), "categories": []} for name in names
            ]
            found_sites.append({"url": url, "technologies": found})
        # In an order of its own: sites are told apart by their URL.
        return self._answer(found_sites[::-1], spent)

    def _fails_with(self, fault: Fault) -> bool:
        behaviour = self.desk.behaviour
        return behaviour.failure_rate > 0 and behaviour.failure_mode is fault

    def _answer(self, sites: list[dict[str, Any]], spent: Decimal) -> Response:
        left = CREDITS - int(self.desk.billed_units)
        headers = {"wappalyzer-credits-spent": str(spent), "wappalyzer-credits-remaining": str(left)}
        return JSONResponse(sites, headers=headers)


def _urls(asked: Mapping[str, Any]) -> list[str]:
    return [url.strip() for url in str(asked.get("urls", "")).split(",") if url.strip()]


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _title(name: str) -> str:
    return name.replace("_", " ").title()
