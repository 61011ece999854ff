"""Addresses of the front door."""

from django.urls import include, path

from quiz import annulment_api, api, views

urlpatterns = [
    path("", views.home, name="home"),
    path("p/<str:code>/", views.phone, name="phone"),
    path("p/<str:code>/home/", views.home_page, name="phone-home"),
    path("p/<str:code>/move/", views.move_page, name="phone-move"),
    path("p/more/<str:lang>/<str:digest>.js", views.phone_more, name="phone-more"),
    path("", include("quiz.sittings.host_urls")),
    path("", include("quiz.sittings.phone_urls")),
    path("", include("quiz.sittings.stage_urls")),
    path("lang/", views.set_language, name="set_language"),
    path("api/join", api.JoinView.as_view(), name="api-join"),
    path("api/me", api.MeView.as_view(), name="api-me"),
    path("api/me/home", api.HomeView.as_view(), name="api-home"),
    path("api/move", api.MoveView.as_view(), name="api-move"),
    path("api/contests/<str:code>", api.ContestView.as_view(), name="api-contest"),
    path("api/reports", api.ReportView.as_view(), name="api-report"),
    path("api/attempts/<int:attempt>/review", api.ReviewView.as_view(), name="api-review"),
    path(
        "api/attempts/<int:attempt>/annulment",
        annulment_api.AnnulmentView.as_view(),
        name="api-annulment",
    ),
]
