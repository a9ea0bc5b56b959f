from django.urls import path

from mauntic.tracking.api import assets, forms, pixel, script

app_name = "tracking"
urlpatterns = [
    path("t.js", script.script, name="script"),
    path("t.gif", pixel.pixel, name="pixel"),
    path("forms/<slug:slug>/", forms.form, name="form"),
    path("forms/<slug:slug>/stamp/", forms.stamp, name="form-stamp"),
    path("a/<slug:slug>/", assets.asset, name="asset"),
]
