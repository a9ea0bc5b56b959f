"""When the jobs of revenue operations run."""

from mauntic.broker.schedules import Schedule, declare

declare(Schedule(actor="revops.reroute_leavers", minutes=1))
declare(Schedule(actor="revops.retry_unrouted", minutes=10))
declare(Schedule(actor="revops.assess_deals", cron="11 */4 * * *"))
# Every half hour, since it is six o'clock somewhere at each of them.
declare(Schedule(actor="revops.snapshot_forecast", cron="*/30 * * * *"))
