from django.urls import path

from revops.agents.search import views

urlpatterns = [
    path("agents/search/", views.index, name="agents-search"),
    path("agents/search/<slug:engine_kind>/", views.edit, name="agents-search-engine"),
    path("agents/search/<slug:engine_kind>/test/", views.try_out, name="agents-search-test"),
    path("agents/search/<slug:engine_kind>/stop/", views.stop, name="agents-search-stop"),
    path("agents/search/<slug:engine_kind>/remove/", views.remove, name="agents-search-remove"),
]
