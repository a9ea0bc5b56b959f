from mauntic.broker.schedules import Schedule, declare

declare(Schedule(actor="crm.restart_stalled_imports", minutes=1))
