from django.urls import path

from scoring.learning.views import page

urlpatterns = [
    path("settings/learning/", page.index, name="learning"),
    path("settings/learning/train/", page.train, name="train"),
    path("settings/learning/<int:version>/promote/", page.promote, name="promote"),
    path("settings/learning/<int:version>/discard/", page.discard, name="discard"),
]
