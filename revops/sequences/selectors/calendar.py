"""The send windows of sequences, in the calendars of leads."""

from dataclasses import replace
from datetime import datetime

from mauntic.accounts.selectors import business_hours
from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.domain.zones import zone_of
from mauntic.kernel.time.business_hours import BusinessHours, ClosedDays, Week, countries
from mauntic.kernel.time.calendar import time_zone
from mauntic.tenants.context import current_organization
from revops.sequences.domain.closed import ClosedInAny
from revops.sequences.models.sequences import Sequence

OFFICE: Week = (*(((9 * 60, 17 * 60),),) * 5, (), ())
"""Monday to Friday from 9 to 17, where no business hours are set: nobody is mailed at night."""


class Calendars:
    """The windows of sequences for leads. Reads the organization's business hours once."""

    def __init__(self, now: datetime) -> None:
        hours = business_hours()
        if hours.is_always_open:
            hours = BusinessHours(time_zone(current_organization().time_zone), OFFICE)
        self._ours, self._now = hours, now
        self._countries = countries()
        self._known: dict[tuple[object, ...], BusinessHours] = {}

    def of(self, sequence: Sequence, contact: Contact) -> BusinessHours:
        """Return when steps may reach a lead.

        The zone is that of the lead, if phone or country leave no doubt, else the organization's. Public
        holidays of the lead's country are closed as well.
        """
        zone = zone_of(contact.phone or contact.direct_phone, contact.country, self._now)
        country = contact.country if contact.country in self._countries else ""
        key = (sequence.pk, zone, country)
        if key not in self._known:
            self._known[key] = self._made(sequence, zone, country)
        return self._known[key]

    def _made(self, sequence: Sequence, zone: str, country: str) -> BusinessHours:
        ours = self._ours
        week = tuple(tuple((opens, closes) for opens, closes in day) for day in sequence.week) or ours.week
        closed = ClosedInAny((ours.closed_on, ClosedDays(country))) if country else ours.closed_on
        return replace(ours, week=week, zone=time_zone(zone) if zone else ours.zone, closed_on=closed)
