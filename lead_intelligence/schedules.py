from mauntic.broker.schedules import Schedule, declare

declare(Schedule(actor="lead_intelligence.resume_jobs", minutes=1))
declare(Schedule(actor="lead_intelligence.check_providers", minutes=15))
declare(Schedule(actor="lead_intelligence.clean_cache", minutes=60))
declare(Schedule(actor="lead_intelligence.watch_budgets", minutes=1))
declare(Schedule(actor="lead_intelligence.refresh_leads", minutes=15))
declare(Schedule(actor="lead_intelligence.refresh_quality", cron="37 * * * *"))
