"""Addresses of the boards."""

from django.urls import path

from leaderboard import api, views

urlpatterns = [
    path("boards/<str:contest>/", views.page, name="boards"),
    path("boards/<str:contest>/<str:region>/", views.page, name="boards-region"),
    path("api/boards/<str:code>/persons", api.PersonsView.as_view(), name="api-board-persons"),
    path("api/boards/<str:code>/regions", api.RegionsView.as_view(), name="api-board-regions"),
    path("api/boards/<str:code>/me", api.MeView.as_view(), name="api-board-me"),
]
