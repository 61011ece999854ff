"""Addresses of the organisers' desk, all below /desk/."""

from django.urls import path

from leaderboard.desk import annul, flags, home, reports

urlpatterns = [
    path("", home.page, name="desk-home"),
    path("reports/", reports.page, name="desk-reports"),
    path("flags/", flags.page, name="desk-flags"),
    path("flags/<int:flag>/", flags.decide, name="desk-flag"),
    path("attempts/<int:attempt>/", annul.page, name="desk-attempt"),
    path("attempts/<int:attempt>/act/", annul.act, name="desk-annul"),
    path("attempts/<int:attempt>/appeal/", annul.appeal, name="desk-appeal"),
]
