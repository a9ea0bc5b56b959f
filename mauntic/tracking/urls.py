from django.urls import path

from mauntic.tracking.api import assets, forms, pixel, script
from mauntic.tracking.views import assets as asset_pages
from mauntic.tracking.views import forms as form_pages
from mauntic.tracking.views import setup, traffic

app_name = "tracking"
urlpatterns = [
    path("t.js", script.script, name="script"),
    path("t.gif", pixel.pixel, name="pixel"),
    path("forms/<slug:slug>/", forms.form, name="form"),
    path("forms/<slug:slug>/stamp/", forms.stamp, name="form-stamp"),
    path("a/<slug:slug>/", assets.asset, name="asset"),
    path("settings/tracking/", setup.setup, name="setup"),
    path("settings/tracking/keys/", setup.key_new, name="key-new"),
    path("settings/tracking/keys/<uuid:key_id>/switch/", setup.key_switch, name="key-switch"),
    path("settings/tracking/privacy/", setup.privacy, name="privacy"),
    path("settings/tracking/rejected/", setup.rejected, name="rejected"),
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
    path("settings/tracking/traffic/", traffic.traffic, name="traffic"),
    path("settings/tracking/traffic/correct/", traffic.traffic_correct, name="traffic-correct"),
    path(
        "settings/tracking/corrections/<uuid:correction_id>/undo/",
        traffic.correction_undo,
        name="correction-undo",
    ),
]
