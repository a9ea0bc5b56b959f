"""The jobs of lead intelligence, by names that stay."""

from mauntic.broker import Job

RUN_JOBS = Job[[]]("lead_intelligence.run_jobs")
RUN_URGENT_JOBS = Job[[]]("lead_intelligence.run_urgent_jobs")
RESUME_JOBS = Job[[]]("lead_intelligence.resume_jobs")
CLEAN_CACHE = Job[[]]("lead_intelligence.clean_cache")
CHECK_PROVIDERS = Job[[]]("lead_intelligence.check_providers")
WATCH_BUDGETS = Job[[]]("lead_intelligence.watch_budgets")
MAIL_ADMINS = Job[[str, str]]("lead_intelligence.mail_admins")
REFRESH_LEADS = Job[[]]("lead_intelligence.refresh_leads")
REFRESH_QUALITY = Job[[]]("lead_intelligence.refresh_quality")
REVERT_PROVIDER = Job[[str, str]]("lead_intelligence.revert_provider")
