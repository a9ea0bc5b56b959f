"""Show events about an activity only to users who see the activity."""

from mauntic.events.catalog.guards import guard_records
from revops.activities.selectors.shown import guarded_activities

guard_records("activity_id", guarded_activities)
