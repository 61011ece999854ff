"""Addresses of contests and rounds on the organisers' desk."""

from django.urls import path

from leaderboard.desk import contests, round_edit, round_more_time, round_page, rounds

urlpatterns = [
    path("", rounds.page, name="desk-rounds"),
    path("contest/", contests.make, name="desk-contest-new"),
    path("contest/<str:contest>/", contests.change, name="desk-contest"),
    path("new/<str:contest>/", round_edit.choose, name="desk-round-presets"),
    path("new/<str:contest>/<str:preset>/", round_edit.new, name="desk-round-new"),
    path("of/<str:code>/", round_page.page, name="desk-round"),
    path("of/<str:code>/change/", round_edit.change, name="desk-round-change"),
    path("of/<str:code>/far/", round_page.far, name="desk-round-far"),
    path("of/<str:code>/preview/", round_page.work, {"what": "preview"}, name="desk-round-preview"),
    path("of/<str:code>/prepare/", round_page.work, {"what": "prepare"}, name="desk-round-prepare"),
    path("of/<str:code>/again/", round_page.work, {"what": "again"}, name="desk-round-again"),
    path("of/<str:code>/public/", round_page.public, name="desk-round-public"),
    path("of/<str:code>/beacon/", round_page.beacon, name="desk-round-beacon"),
    path("of/<str:code>/extend/", round_more_time.give, name="desk-round-extend"),
    path("of/<str:code>/drop/", round_page.drop, name="desk-round-drop"),
]
