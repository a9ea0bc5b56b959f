from mauntic.broker.schedules import Schedule, declare

declare(Schedule(actor="scoring.rescore_stale", cron="7 * * * *"))
