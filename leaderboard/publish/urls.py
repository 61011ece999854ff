"""Addresses of the archive of published results."""

from django.urls import path

from leaderboard.publish import pages, promises

urlpatterns = [
    path("results/key", pages.key, name="results-key"),
    path("results/verify.py", pages.script, name="results-script"),
    path("results/<str:contest>/", pages.archive, name="results"),
    path("results/<str:contest>/promises/", promises.page, name="promises"),
    path("results/<str:contest>/<int:number>/", pages.one, name="result"),
    path("results/<str:contest>/<int:number>/why/<str:region>/", pages.why, name="result-why"),
    path("results/<str:contest>/<int:number>/<str:name>", pages.document, name="result-file"),
    path(
        "api/results/<str:contest>/<int:number>/me", pages.OwnLine.as_view(), name="api-result-me"
    ),
]
