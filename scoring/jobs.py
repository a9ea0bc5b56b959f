"""The jobs of scoring, by names that stay."""

from mauntic.broker import Job

RESCORE_CONTACTS = Job[[list[str] | None]]("scoring.rescore_contacts")
RECALCULATE = Job[[str]]("scoring.recalculate")
RESUME_RECALCULATION = Job[[]]("scoring.resume_recalculation")
RESCORE_STALE = Job[[]]("scoring.rescore_stale")
EXPIRE_ALERTS = Job[[]]("scoring.expire_alerts")
TRAIN_MODEL = Job[[str]]("scoring.train_model")
SCORE_SHADOW = Job[[]]("scoring.score_shadow")
DELETE_OLD_SIGNALS = Job[[]]("scoring.delete_old_signals")
