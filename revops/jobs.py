"""The jobs of revenue operations, by names that stay."""

from mauntic.broker import Job

RETRY_UNROUTED = Job[[]]("revops.retry_unrouted")
REROUTE_LEAVERS = Job[[]]("revops.reroute_leavers")
PURGE_DELETED_ACTIVITIES = Job[[]]("revops.purge_deleted_activities")
REMIND_OF_TASKS = Job[[]]("revops.remind_of_tasks")
ASSESS_DEALS = Job[[]]("revops.assess_deals")
ASSESS_BY_NEW_RULES = Job[[]]("revops.assess_by_new_rules")
ASSESS_SOME = Job[[list[str]]]("revops.assess_some")
READ_DEAL_IMPORT = Job[[str]]("revops.read_deal_import")
RESTART_STALLED_READING = Job[[]]("revops.restart_stalled_reading")
CHECK_DEAL_IMPORT = Job[[str]]("revops.check_deal_import")
RUN_DEAL_IMPORT = Job[[str]]("revops.run_deal_import")
SNAPSHOT_FORECAST = Job[[]]("revops.snapshot_forecast")
TAKE_DEALS_BACK = Job[[str]]("revops.take_deals_back")
RUN_ON_DEALS = Job[[str]]("revops.run_on_deals")
QUALIFY_ALL = Job[[str]]("revops.qualify_all")
RESUME_QUALIFICATION = Job[[]]("revops.resume_qualification")
RESUME_DEAL_RUNS = Job[[]]("revops.resume_deal_runs")
RUN_SEQUENCES = Job[[]]("revops.run_sequences")
TEND_AGENT_RUNS = Job[[]]("revops.tend_agent_runs")
SEND_TEXTS = Job[[]]("revops.send_texts")
