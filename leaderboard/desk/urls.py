"""Addresses of the organisers' desk, all below /desk/."""

from django.urls import path

from leaderboard.desk import home

urlpatterns = [
    path("", home.page, name="desk-home"),
]
