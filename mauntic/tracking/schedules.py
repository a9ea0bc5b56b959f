from mauntic.broker.schedules import Schedule, declare

declare(Schedule(actor="tracking.doubt_quick_visits", minutes=1))
