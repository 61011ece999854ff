"""Addresses of big screens and overlays."""

from django.urls import path

from quiz.sittings import stage_pages

urlpatterns = [
    path("stage/<str:code>/", stage_pages.screen, name="stage"),
    path("stage/<str:code>/overlay/", stage_pages.overlay, name="stage-overlay"),
]
