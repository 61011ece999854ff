"""Addresses of publishing, all below /desk/publish/."""

from django.urls import path

from leaderboard.desk import publishing

urlpatterns = [
    path("", publishing.page, name="desk-publish"),
    path("boards/<int:board>/", publishing.one, name="desk-publish-board"),
    path("boards/<int:board>/begin/", publishing.begin, name="desk-publish-board-begin"),
    path("boards/<int:board>/drop/", publishing.drop, name="desk-publish-board-drop"),
    path("boards/<int:board>/publish/", publishing.publish, name="desk-publish-board-publish"),
    path("boards/<int:board>/far/", publishing.far, name="desk-publish-board-far"),
    path("<str:code>/", publishing.one, name="desk-publish-round"),
    path("<str:code>/begin/", publishing.begin, name="desk-publish-begin"),
    path("<str:code>/drop/", publishing.drop, name="desk-publish-drop"),
    path("<str:code>/publish/", publishing.publish, name="desk-publish-publish"),
    path("<str:code>/far/", publishing.far, name="desk-publish-far"),
]
