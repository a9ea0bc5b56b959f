from django.urls import path

from revops.sms import views

urlpatterns = [
    path("sms/", views.edit, name="sms"),
    path("sms/test/", views.try_out, name="sms-test"),
    path("sms/remove/", views.remove, name="sms-remove"),
    path("sms/<uuid:text_id>/settle/", views.settle, name="sms-settle"),
]
