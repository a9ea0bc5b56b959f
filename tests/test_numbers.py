"""Spans and limits that people, sites and other programs rely on, each as it was agreed.

A test that reads its number from the code goes on passing when the number is changed; so they stand here.
Numbers of spec/domain.md are held by each context's test_defaults.py.
"""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils.module_loading import import_string

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
KB, MB = 1024, 1024 * 1024
NUMBERS = {
    "lead_intelligence.enrichment.api.serializers.MAX_BATCH": 100,
    "lead_intelligence.spending.domain.budgets.PACE_DAYS": 7,
    "lead_intelligence.learning.selectors.ledger.PROVEN_AFTER": 30 * DAY,
    "lead_intelligence.learning.selectors.ledger.WINDOW": 90 * DAY,
    "lead_intelligence.enrichment.services.batches.LARGEST_BATCH": 50_000,
    "lead_intelligence.runs.services.claims.LEASE": 20 * SECOND,
    "lead_intelligence.runs.services.claims.LONGEST_CALL": 2 * MINUTE,
    "lead_intelligence.vendors.services.health.LONGEST_PAUSE": 3600,
    "lead_intelligence.vendors.services.checks.RETENTION": 30 * DAY,
    "lead_intelligence.learning.services.MOST_EXPLORATION": 0.2,
    "lead_intelligence.runs.services.pending_answers.GIVEN_UP_AFTER": HOUR,
    "lead_intelligence.runs.services.pending_answers.MOST_ATTEMPTS": 3,
    "lead_intelligence.policy.services.new_leads.WINDOW": HOUR,
    "mauntic.accounts.adapter._DEVICE_DAYS": 365,
    "mauntic.accounts.services.api_keys.LONGEST_DAYS": 3650,
    "mauntic.accounts.services.business_hours.LEAST_PER_WEEK": HOUR,
    "mauntic.accounts.services.email_change.VALID_SECONDS": 24 * 3600,
    "mauntic.accounts.services.invitations.VALID_FOR": 7 * DAY,
    "mauntic.automation.domain.retention.SHORTEST_DAYS": 30,
    "mauntic.delivery.domains.domain.signing.BITS": 2048,
    "mauntic.delivery.domains.models.TOLERATED": 72 * HOUR,
    "mauntic.delivery.engagement.links.LIVES": 730 * DAY,
    "mauntic.delivery.engagement.services.recording.MOST_PER_HOUR": 60,
    "mauntic.delivery.mailboxes.domain.rates.BOUNCES_PAUSE": Fraction(5, 100),
    "mauntic.delivery.mailboxes.domain.rates.BOUNCES_WATCH": Fraction(3, 100),
    "mauntic.delivery.mailboxes.domain.rates.COMPLAINTS_PAUSE": Fraction(10, 10_000),
    "mauntic.delivery.mailboxes.domain.rates.COMPLAINTS_WATCH": Fraction(3, 10_000),
    "mauntic.delivery.mailboxes.domain.rates.COUNTED_FOR": 7 * DAY,
    "mauntic.delivery.mailboxes.domain.rates.LEAST_SENT": 50,
    "mauntic.automation.domain.addresses.SECRET_BYTES": 32,
    "mauntic.automation.services.destinations.calling.MOST_BYTES": 20_000,
    "mauntic.automation.services.destinations.calling.SECONDS": 10,
    "mauntic.automation.services.destinations.settings.MOST": 50,
    "mauntic.broker.repair.TOLERANCE": MINUTE,
    "mauntic.broker.ticks.SILENT_AFTER": 3 * MINUTE,
    "mauntic.imports.services.sweep.SILENT_FOR": 2 * MINUTE,
    "mauntic.events.models.LONGEST_WAIT": 2 * HOUR,
    "mauntic.events.services.addressing.SWEEP_AFTER": MINUTE,
    "mauntic.events.services.delivery.BACK_OFF": (5, 30, 120, 600, 3600),
    "mauntic.kernel.api.idempotency.RETENTION_SECONDS": 24 * 3600,
    "mauntic.kernel.bots.SCAN_WITHIN": 10 * SECOND,
    "mauntic.kernel.grades.WARM": 75,
    "mauntic.kernel.files.limits.MAX_BYTES": 200 * MB,
    "mauntic.kernel.files.limits.MAX_COLUMNS": 300,
    "mauntic.kernel.files.limits.MAX_ROWS": 1_000_000,
    "mauntic.notifications.services.mail.LOST_AFTER": 2 * MINUTE,
    "mauntic.tracking.keys.api.body.MAX_BODY_BYTES": 500 * KB,
    "mauntic.kernel.bots.BURST_PAGES": 4,
    "mauntic.kernel.bots.BURST_WITHIN": SECOND,
    "mauntic.kernel.bots.LEAST_FILL_TIME": 2 * SECOND,
    "mauntic.tracking.visitors.domain.clocks.PUBLISHED_FOR": 90 * DAY,
    "mauntic.tracking.visitors.domain.clocks.TOLERANCE": 5 * SECOND,
    "mauntic.tracking.visits.domain.messages.MAX_MESSAGE_BYTES": 32 * KB,
    "mauntic.tracking.forms.domain.spam.MOST_OF_SENDER": 5,
    "mauntic.tracking.forms.domain.spam.MOST_REPEATS": 2,
    "mauntic.tracking.forms.domain.spam.REPEAT_SPAN": DAY,
    "mauntic.tracking.forms.domain.spam.SENDER_SPAN": 10 * MINUTE,
    "mauntic.tracking.assets.services.downloads._TOKEN_LIVES": 365 * DAY,
    "mauntic.tracking.forms.services.receive.STAMP_LIVES": DAY,
    "mauntic.tracking.keys.services.log.STORED_FOR": 7 * DAY,
    "mauntic.tracking.keys.services.log.MOST_STORED": 10_000,
    "mauntic.tracking.visits.services.timing.LOOK_BACK": 5 * MINUTE,
    "revops.forecast.selectors.calibration.PERIODS": 8,
    "revops.health.selectors.usual.STAGES_OVER": 730 * DAY,
    "revops.health.selectors.usual.TOUCHES_OVER": 90 * DAY,
    "revops.attachments.services.MOST_BYTES": 25 * MB,
    "mauntic.crm.contacts.services.handovers.UNDO_FOR": HOUR,
    "revops.deals.domain.moves.UNDO_FOR": HOUR,
    "revops.routing.services.retry.TRIED_FOR": 7 * DAY,
    "revops.sequences.domain.steps.MOST_STEPS": 8,
    "revops.sequences.domain.steps.EMAILS_PER_DAY": 100,
    "revops.sequences.domain.steps.LINKEDIN_PER_DAY": 50,
    "revops.sequences.domain.steps.SMS_PER_DAY": 25,
    "revops.sequences.domain.steps.LONGEST_SMS": 1_600,
    "revops.sms.services.sending.STALE": 15 * MINUTE,
    "scoring.model.domain.facts.RECENT": 7 * DAY,
    "scoring.detection.domain.usage.BASELINE": 14 * DAY,
    "scoring.detection.domain.usage.SPIKES_AT": 3,
    "scoring.detection.selectors.visits.RETURNS_AFTER": 24 * HOUR,
    "scoring.learning.selectors.outcomes.WAITED": 90 * DAY,
    "scoring.recalculation.selectors.SILENCE": 5 * MINUTE,
    "scoring.signals.services.RETENTION_AFTER_EXPIRY": 400 * DAY,
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_as_agreed(name):
    assert import_string(name) == NUMBERS[name]
