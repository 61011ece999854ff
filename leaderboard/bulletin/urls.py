"""Addresses of bulletins that everybody may read."""

from django.urls import path

from leaderboard.bulletin import views

urlpatterns = [
    path("bulletins/<str:contest>/<str:region>/<str:week>/", views.page, name="bulletin"),
]
