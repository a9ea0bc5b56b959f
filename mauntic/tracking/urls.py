from django.urls import path

from mauntic.tracking.assets import api as assets_api
from mauntic.tracking.assets import views as asset_pages
from mauntic.tracking.forms import api as forms_api
from mauntic.tracking.forms import views as form_pages
from mauntic.tracking.setup import views as setup_views
from mauntic.tracking.traffic import views as traffic_views
from mauntic.tracking.visits.api import pixel, script

app_name = "tracking"
urlpatterns = [
    path("t.js", script.page_script, name="script"),
    path("t.gif", pixel.picture, name="pixel"),
    path("forms/<slug:slug>/", forms_api.form, name="form"),
    path("forms/<slug:slug>/stamp/", forms_api.stamp, name="form-stamp"),
    path("a/<slug:slug>/", assets_api.asset, name="asset"),
    path("settings/tracking/", setup_views.setup, name="setup"),
    path("settings/tracking/keys/", setup_views.key_new, name="key-new"),
    path("settings/tracking/keys/<uuid:key_id>/switch/", setup_views.key_switch, name="key-switch"),
    path("settings/tracking/privacy/", setup_views.privacy, name="privacy"),
    path("settings/tracking/limits/", setup_views.limits, name="limits"),
    path("settings/tracking/rejected/", setup_views.rejected, name="rejected"),
    path("settings/tracking/forms/", form_pages.form_list, name="forms"),
    path("settings/tracking/forms/new/", form_pages.form_new, name="form-new"),
    path("settings/tracking/forms/<uuid:form_id>/", form_pages.form_detail, name="form-detail"),
    path("settings/tracking/forms/<uuid:form_id>/edit/", form_pages.form_edit, name="form-edit"),
    path(
        "settings/tracking/submissions/<uuid:submission_id>/",
        form_pages.submission_judge,
        name="submission-judge",
    ),
    path("settings/tracking/assets/", asset_pages.asset_list, name="assets"),
    path("settings/tracking/assets/new/", asset_pages.asset_new, name="asset-new"),
    path("settings/tracking/assets/<uuid:asset_id>/", asset_pages.asset_edit, name="asset-edit"),
    path("settings/tracking/traffic/", traffic_views.traffic, name="traffic"),
    path("settings/tracking/traffic/correct/", traffic_views.traffic_correct, name="traffic-correct"),
    path(
        "settings/tracking/corrections/<uuid:correction_id>/undo/",
        traffic_views.correction_undo,
        name="correction-undo",
    ),
]
