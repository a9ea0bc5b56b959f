from mauntic.broker.schedules import Schedule, declare

declare(Schedule(actor="tracking.doubt_quick_visits", minutes=1))
declare(Schedule(actor="tracking.forget_rejected", minutes=60))
