from django.urls import path

from revops.agents.llm.views import prompts, runs, settings, vendors

urlpatterns = [
    path("agents/settings/", settings.edit, name="agents-settings"),
    path("agents/settings/stop/", settings.stop, name="agents-stop"),
    path("agents/settings/resume/", settings.resume, name="agents-resume"),
    path("agents/vendors/<slug:kind>/", vendors.edit, name="agents-vendor"),
    path("agents/vendors/<slug:kind>/test/", vendors.try_out, name="agents-vendor-test"),
    path("agents/vendors/<slug:kind>/remove/", vendors.remove, name="agents-vendor-remove"),
    path("agents/vendors/<slug:kind>/models/", vendors.add_model, name="agents-model-add"),
    path("agents/vendors/<slug:kind>/models/<uuid:model_id>/", vendors.edit_model, name="agents-model"),
    path(
        "agents/vendors/<slug:kind>/models/<uuid:model_id>/remove/",
        vendors.remove_model,
        name="agents-model-remove",
    ),
    path("agents/prompts/", prompts.index, name="agents-prompts"),
    path("agents/prompts/<str:prompt_name>/", prompts.edit, name="agents-prompt"),
    path("agents/prompts/<str:prompt_name>/restore/", prompts.restore, name="agents-prompt-restore"),
    path("agents/runs/", runs.index, name="agents-runs"),
    path("agents/runs/<uuid:agent_run_id>/", runs.show, name="agents-run"),
    path("agents/spend/", runs.costs, name="agents-spend"),
]
