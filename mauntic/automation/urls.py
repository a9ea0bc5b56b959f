"""Addresses of automation: what workflows and journeys share."""

from django.urls import URLPattern, path

from mauntic.automation.views import building, destinations, lists, people, runs, switching, trying

app_name = "automation"
urlpatterns = [
    path("settings/webhooks/", destinations.destinations, name="destinations"),
    path("settings/webhooks/<uuid:endpoint_id>/test/", destinations.endpoint_test, name="endpoint-test"),
    path(
        "settings/webhooks/<uuid:endpoint_id>/rotate/", destinations.endpoint_rotate, name="endpoint-rotate"
    ),
    path(
        "settings/webhooks/<uuid:endpoint_id>/switch/", destinations.endpoint_switch, name="endpoint-switch"
    ),
    path(
        "settings/webhooks/<uuid:endpoint_id>/delete/", destinations.endpoint_delete, name="endpoint-delete"
    ),
    path("settings/slack/<uuid:channel_id>/test/", destinations.channel_test, name="channel-test"),
    path("settings/slack/<uuid:channel_id>/delete/", destinations.channel_delete, name="channel-delete"),
]


def page_urls(kind: str, name: str) -> list[URLPattern]:
    """Return the addresses of the pages of a kind.

    Args:
        kind: `workflow` or `journey`.
        name: what their names begin with.
    """
    of = {"kind": kind}
    one = f"{name}s/<uuid:definition_id>/"
    run = f"{name}s/runs/<uuid:execution_id>/"
    return [
        path(f"{name}s/", lists.index, of, name=f"{name}s"),
        path(f"{name}s/new/", building.edit, of, name=f"{name}-new"),
        path(one, lists.show, of, name=name),
        path(f"{one}edit/", building.edit, of, name=f"{name}-edit"),
        path(f"{one}on/", switching.on, of, name=f"{name}-on"),
        path(f"{one}off/", switching.off, of, name=f"{name}-off"),
        path(f"{one}delete/", switching.delete, of, name=f"{name}-delete"),
        path(f"{one}try/", trying.show, of, name=f"{name}-try"),
        path(f"{one}people/", people.show, of, name=f"{name}-people"),
        path(f"{one}retry/", runs.retry_newest, of, name=f"{name}-retry"),
        path(run, runs.show, of, name=f"{name}-run"),
        path(f"{run}retry/", runs.retry, of, name=f"{name}-run-retry"),
        path(f"{run}again/", runs.again, of, name=f"{name}-run-again"),
        path(f"{run}stop/", runs.stop, of, name=f"{name}-run-stop"),
    ]
