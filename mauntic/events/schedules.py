from mauntic.broker.schedules import Schedule, declare

declare(Schedule(actor="events.redeliver_due", minutes=1))
