from mauntic.broker.schedules import Schedule, declare

declare(Schedule(actor="scoring.rescore_stale", cron="7 * * * *"))
declare(Schedule(actor="scoring.resume_recalculation", minutes=5))
declare(Schedule(actor="scoring.expire_alerts", minutes=1))
declare(Schedule(actor="scoring.score_shadow", cron="23 2 * * *"))
declare(Schedule(actor="scoring.delete_old_signals", cron="37 * * * *"))
