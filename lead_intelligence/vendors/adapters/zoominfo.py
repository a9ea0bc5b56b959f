"""ZoomInfo's GTM API: enrichment of up to 25 contacts, or of companies if the contact is unknown.

It uses JSON:API, and a login by client id and secret whose token is used until it expires.
"""

import base64
import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.base import OK, Ask, Reading, Vendor, by_itself, once_billed
from lead_intelligence.vendors.adapters.payload import WrongShapeError, findings, items, score, section, text
from lead_intelligence.vendors.adapters.tokens import Token, Tokens
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.http import HttpAnswer
from mauntic.kernel.normalize import (
    clean_email,
    clean_name,
    company_size,
    country_code,
    domain_of,
    e164,
    linkedin_profile,
    seniority_of,
    shared_host,
)
from mauntic.kernel.translation import StrPromise

MEDIA_TYPE = "application/vnd.api+json"
FORM = "application/x-www-form-urlencoded"
TOKEN_SECONDS = 600.0
"""The life of a token in seconds if the login does not return it."""
REFUSED_LOG_IN = frozenset({400, 401, 403})
UNAUTHORIZED = 401
EXPIRED = "ZI0001"
CODES: Mapping[str, Outcome] = {
    "PFAPI0011": Outcome.OUT_OF_CREDIT,
    EXPIRED: Outcome.AUTH_FAILED,
    "ZI0002": Outcome.FORBIDDEN_PLAN,
    "ZI0003": Outcome.FORBIDDEN_PLAN,
    "ZI0004": Outcome.RATE_LIMITED,
}
"""Codes are more exact than statuses: an empty balance has status 400."""

CONTACT_FIELDS = (
    *("firstName", "lastName", "email", "phone", "mobilePhone", "jobTitle", "managementLevel", "country"),
    *(
        "externalUrls",
        "contactAccuracyScore",
        "personHasMoved",
        "companyName",
        "companyWebsite",
        "companyPhone",
    ),
    *("companyCountry", "companyPrimaryIndustry", "companyEmployeeCount", "companyEmployeeRange"),
)
COMPANY_FIELDS = ("name", "website", "phone", "country", "primaryIndustry", "employeeCount", "employeeRange")

UNSCORED = 0.8
HAS_MOVED = 0.4
"""For a person who has left: name and profile stay valid, title, address and numbers do not."""
ALTERNATIVE = 0.7
EMPLOYER = 0.85
SIZE_RANGE = 0.6
SWITCHBOARD = 0.4

Findings = dict[Field, FieldValue]
_tokens = Tokens()


class ZoomInfo(Vendor):
    """ZoomInfo bills one bulk credit per record, and nothing for a miss. The key is the client secret."""

    slug = "zoominfo"
    name = "ZoomInfo"
    supported_fields = frozenset(Field) - {Field.TECH_STACK}
    default_base_url = "https://api.zoominfo.com/gtm"
    default_cost = Decimal("0.25")
    batch_size = 25
    options: ClassVar[Mapping[str, str | StrPromise]] = {
        "clientId": gettext_lazy("Client ID"),
        "tokenUrl": gettext_lazy("Token URL (empty for ZoomInfo's own)"),
    }
    address_options: ClassVar[Mapping[str, str]] = {
        "tokenUrl": "https://okta-login.zoominfo.com/oauth2/default/v1/token"
    }
    health_path = "/data/v1/users/usage"

    def headers(self) -> Mapping[str, str]:
        return {"Accept": MEDIA_TYPE, "Content-Type": MEDIA_TYPE}

    def ask(self, subject: Subject) -> Ask | None:
        return self.ask_many([subject]) if self.bulk_kind(subject) else None

    def bulk_kind(self, subject: Subject) -> str:
        """Return the endpoint: contacts and companies have one each."""
        if _contact_input(subject):
            return "contact"
        return "company" if subject.company_domain else ""

    def ask_many(self, subjects: Sequence[Subject]) -> Ask:
        # Each input once: whether duplicates are billed twice is undocumented.
        wanted = list({_fingerprint(given): given for given in map(_input, subjects)}.values())
        if self.bulk_kind(subjects[0]) == "contact":
            return _enrich("contacts", "ContactEnrich", matchPersonInput=wanted, outputFields=CONTACT_FIELDS)
        return _enrich("companies", "CompanyEnrich", matchCompanyInput=wanted, outputFields=COMPANY_FIELDS)

    def read(self, body: object, subject: Subject) -> Reading:
        rows = _rows(body)
        if len(rows) != 1:
            raise WrongShapeError(f"data holds {len(rows)} records where one was asked for.")
        return _read_row(rows[0], subject)

    def read_many(self, body: object, subjects: Sequence[Subject]) -> list[Reading]:
        """Map `{"data": [{"type", "attributes", "meta": {"input"}}]}`; the input identifies the lead."""
        rows = {_fingerprint(_echo(row)): row for row in _rows(body)}
        asked = [_fingerprint(_input(subject)) for subject in subjects]
        readings = (
            by_itself(_read_row, rows.get(given), subject)
            for given, subject in zip(asked, subjects, strict=True)
        )
        return once_billed(zip(asked, readings, strict=True))

    def read_health(self, body: object) -> tuple[Outcome, int | None]:
        usage = items(next(iter(_rows(body)), None), "attributes", "usage")
        remaining = [each.get("usageRemaining") for each in usage if isinstance(each, Mapping)]
        left = [number for number in remaining if isinstance(number, int)]
        if not left:
            raise WrongShapeError("usage does not tell what remains.")
        return (Outcome.FOUND if min(left) > 0 else Outcome.OUT_OF_CREDIT), min(left)

    def outcome_of(self, answer: HttpAnswer) -> Outcome | None:
        if answer.status == OK:
            return None
        return CODES.get(_error(answer)[0]) or super().outcome_of(answer)

    def error_text(self, answer: HttpAnswer) -> str:
        code, message = _error(answer)
        return f"{code} {message}" if code else super().error_text(answer)

    def _call(self, ask: Ask, timeout: float) -> HttpAnswer | Answer:
        started = time.monotonic()
        answer = self._signed(ask, started + timeout)
        # A token can be revoked early. The rejected call is not billed, so it is made again.
        if isinstance(answer, HttpAnswer) and answer.status == UNAUTHORIZED and _error(answer)[0] == EXPIRED:
            answer = self._signed(ask, started + timeout)
        if isinstance(answer, Answer):
            return replace(answer, latency_ms=round((time.monotonic() - started) * 1000))
        return answer

    def _signed(self, ask: Ask, deadline: float) -> HttpAnswer | Answer:
        token = self._token(deadline - time.monotonic())
        if isinstance(token, Answer):
            return token
        if (left := deadline - time.monotonic()) <= 0:
            return _too_slow()
        answer = super()._call(replace(ask, headers={"Authorization": f"Bearer {token.value}"}), left)
        if isinstance(answer, HttpAnswer) and answer.status == UNAUTHORIZED:
            _tokens.forget(self._account, token)
        return answer

    def _token(self, timeout: float) -> Token | Answer:
        if not self.config.get("clientId"):
            detail = _("ZoomInfo needs the client ID and its secret.")
            return Answer(outcome=Outcome.AUTH_FAILED, detail=detail)
        try:
            return _tokens.get(self._account, lambda: self._log_in(timeout), timeout)
        except TimeoutError:
            return _too_slow()

    def _log_in(self, timeout: float) -> Token | Answer:
        pair = base64.b64encode(f"{self.config['clientId']}:{self.api_key}".encode()).decode()
        headers = {"Accept": "application/json", "Content-Type": FORM, "Authorization": f"Basic {pair}"}
        form = {"grant_type": "client_credentials"}
        answer = super()._call(Ask(self._token_url, method="POST", form=form, headers=headers), timeout)
        if isinstance(answer, Answer):
            return answer
        if answer.status in REFUSED_LOG_IN:
            return self.refused(answer, Outcome.AUTH_FAILED)
        if outcome := self.outcome_of(answer):
            return self.refused(answer, outcome)
        try:
            return _read_token(answer.json())
        except ValueError as error:
            return self.refused(answer, Outcome.MALFORMED, f"{_('The login returned no token.')} {error}")

    @property
    def _token_url(self) -> str:
        return self.address("tokenUrl")

    @property
    def _account(self) -> str:
        parts = (self._token_url, self.config.get("clientId", ""), self.api_key)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _too_slow() -> Answer:
    return Answer(outcome=Outcome.TRANSPORT_ERROR, detail=_("The login timed out."))


def _read_token(body: object) -> Token:
    if not (value := text(section(body), "access_token")):
        raise WrongShapeError("access_token is missing.")
    seconds = (section(body) or {}).get("expires_in")
    if not isinstance(seconds, int | float) or seconds <= 0:
        seconds = TOKEN_SECONDS
    return Token.lasting(value, seconds)


def _enrich(path: str, kind: str, **attributes: Sequence[object]) -> Ask:
    body = {"data": {"type": kind, "attributes": attributes}}
    return Ask(f"/data/v1/{path}/enrich", method="POST", json=body)


def _contact_input(subject: Subject) -> dict[str, str]:
    """Return the input for a contact: a unique value, or the name with the employer."""
    if subject.email:
        return {"emailAddress": subject.email}
    if subject.linkedin_url:
        return {"externalURL": subject.linkedin_url}
    if subject.full_name and subject.company:
        names = {"firstName": subject.first_name, "lastName": subject.last_name}
        return {**names, "companyName": subject.company}
    return {}


def _input(subject: Subject) -> dict[str, str]:
    return _contact_input(subject) or {"companyWebsite": f"www.{subject.company_domain}"}


def _fingerprint(given: Mapping[str, object]) -> str:
    """Return an input for comparison, regardless of order, spaces, case and the format of URLs."""
    return repr(sorted((name, _canonical(name, str(value))) for name, value in given.items()))


def _canonical(name: str, value: str) -> str:
    return (name == "companyWebsite" and domain_of(value)) or " ".join(value.split()).casefold()


def _error(answer: HttpAnswer) -> tuple[str, str]:
    """Return code and message of `{"error": {...}}` or `{"errors": [{...}]}`; empty without an error."""
    try:
        body = answer.json()
    except ValueError:
        return "", ""
    error = next(iter(items(body, "errors")), None) or (isinstance(body, dict) and body.get("error"))
    return text(error, "code"), text(error, "message") or text(error, "detail") or text(error, "title")


def _rows(body: object) -> list[Any]:
    rows = (section(body) or {}).get("data")
    if not isinstance(rows, list):
        raise WrongShapeError("data is no list.")
    return rows


def _echo(row: object) -> Mapping[str, object]:
    """Return the input of a record; empty if it names none."""
    for step in ("meta", "input"):
        row = row.get(step) if isinstance(row, Mapping) else None
    return row if isinstance(row, Mapping) else {}


def _read_row(row: object, subject: Subject) -> Reading:
    if row is None:
        raise WrongShapeError("The answer does not tell of this lead.")
    if text(section(row), "type") == "NoMatch" or text(row, "meta", "matchStatus") == "NO_MATCH":
        return Reading(Outcome.NOT_FOUND)
    attributes = section(row, "attributes")
    if attributes is None:
        raise WrongShapeError("A record has no attributes.")
    if text(row, "type") == "Company":
        person, employer = {}, _read_company(attributes, subject)
    else:
        person = _read_person(attributes, subject)
        employer = _read_company(section(attributes, "company"), subject)
    if person and employer:
        outcome = Outcome.FOUND
    else:
        outcome = Outcome.PARTIAL if person or employer else Outcome.NOT_FOUND
    return Reading(outcome, employer | person, credits=Decimal(1))


def _read_person(person: Mapping[str, Any], subject: Subject) -> Findings:
    given_score = score(person.get("contactAccuracyScore"), of=100)
    sure = UNSCORED if given_score is None else given_score
    job = min(sure, HAS_MOVED) if text(person, "personHasMoved").lower() == "yes" else sure
    title, level = text(person, "jobTitle"), _first(person.get("managementLevel"))
    country = country_code(text(person, "country"))
    direct, mobile = _phones(person, country or subject.country)
    return findings(
        (
            (Field.EMAIL, clean_email(text(person, "email")), job),
            *(
                (Field.EMAIL, clean_email(each), min(job, ALTERNATIVE))
                for each in _values(person, "emailAlt")
            ),
            (Field.FIRST_NAME, clean_name(text(person, "firstName")), sure),
            (Field.LAST_NAME, clean_name(text(person, "lastName")), sure),
            (Field.TITLE, title, job),
            (Field.SENIORITY, seniority_of(title, level).value if title or level else None, job),
            (Field.LINKEDIN_URL, _linkedin(person), sure),
            (Field.COUNTRY, country, sure),
            (Field.PHONE, direct or mobile, job),
            (Field.DIRECT_PHONE, mobile or direct, job),
        )
    )


def _phones(person: Mapping[str, Any], country: str) -> tuple[str | None, str | None]:
    """Return the direct and the mobile number, without do-not-call numbers."""
    direct = (text(person, "phone"), *_values(person, "directPhoneAlt"))
    mobile = (text(person, "mobilePhone"), *_values(person, "mobilePhoneAlt"))
    return (
        None if person.get("directPhoneDoNotCall") is True else _first_number(direct, country),
        None if person.get("mobilePhoneDoNotCall") is True else _first_number(mobile, country),
    )


def _first_number(raw: Sequence[str], country: str) -> str | None:
    return next((number for each in raw if (number := e164(each, country))), None)


def _values(person: Mapping[str, Any], name: str) -> list[str]:
    return [text(each, "value") for each in items(person, name)]


def _linkedin(person: Mapping[str, Any]) -> str | None:
    urls = (text(each, "url") for each in items(person, "externalUrls"))
    return next(
        (profile for url in urls if "linkedin.com/" in url if (profile := linkedin_profile(url))), None
    )


def _read_company(company: Mapping[str, Any] | None, subject: Subject) -> Findings:
    if company is None or shared_host(text(company, "website")):
        return {}
    country = country_code(text(company, "country"))
    return findings(
        (
            (Field.COMPANY, text(company, "name"), EMPLOYER),
            (Field.INDUSTRY, _first(company.get("primaryIndustry")), EMPLOYER),
            (Field.COMPANY_SIZE, company_size(company.get("employeeCount")), EMPLOYER),
            (Field.COMPANY_SIZE, company_size(company.get("employeeRange")), SIZE_RANGE),
            (Field.PHONE, e164(text(company, "phone"), country or subject.country), SWITCHBOARD),
        )
    )


def _first(raw: object) -> str:
    """Return the text, or the first text of a list."""
    row = next(iter(raw), "") if isinstance(raw, list) else raw
    return " ".join(row.split()) if isinstance(row, str) else ""
