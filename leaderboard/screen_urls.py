"""The big screen's addresses."""

from django.urls import path

from leaderboard import screen

app_name = "screen"
urlpatterns = [
    path("screen/<str:code>/", screen.page, name="page"),
    path("screen/<str:code>/now/", screen.now, name="now"),
]
