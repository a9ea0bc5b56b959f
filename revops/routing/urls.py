from django.urls import path

from revops.routing.views import decisions, people, rule, settings

urlpatterns = [
    path("routing/", settings.rules, name="routing"),
    path("routing/order/", settings.order, name="routing-order"),
    path("routing/simulation/", settings.simulation, name="routing-simulation"),
    path("routing/settings/", settings.edit, name="routing-settings"),
    path("routing/rules/new/", rule.edit, name="routing-rule-new"),
    path("routing/rules/<uuid:rule_id>/", rule.edit, name="routing-rule"),
    path("routing/rules/<uuid:rule_id>/change/", settings.change_rule, name="routing-rule-change"),
    path("routing/decisions/", decisions.index, name="routing-decisions"),
    path("routing/decisions/<uuid:decision_id>/undo/", decisions.undo, name="routing-undo"),
    path("routing/leads/<uuid:contact_id>/", decisions.route, name="routing-lead"),
    path("routing/people/", people.index, name="routing-people"),
    path("routing/people/<uuid:rep_id>/", people.profile, name="routing-profile"),
    path("routing/away/<uuid:absence_id>/remove/", people.absence_remove, name="routing-absence-remove"),
]
