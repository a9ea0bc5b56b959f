from django.urls import path

from scoring.model_page.views import draft, page, versions

urlpatterns = [
    path("settings/", page.index, name="settings"),
    path("settings/draft/", draft.edit, name="draft"),
    path("settings/preview/", draft.preview, name="preview"),
    path("settings/matches/", page.matches, name="matches"),
    path("settings/recalculation/", page.recalculation, name="recalculation"),
    path("settings/versions/<int:version>/publish/", versions.roll_back, name="roll-back"),
]
