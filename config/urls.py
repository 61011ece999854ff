"""Addresses: the three apps', health, the admin and the description of the REST API."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from config import health, schema, signin, slowed

admin.site.login_form = slowed.SignInForm
urlpatterns = [
    path("admin/login/", slowed.door),
    path("admin/", admin.site.urls),
    path("", include("questionbank.urls")),
    path("", include("quiz.urls")),
    path("", include("leaderboard.urls")),
    path("", include("leaderboard.screen_urls")),
    path("", include("leaderboard.publish.urls")),
    path("", include("leaderboard.pictures.urls")),
    path("", include("leaderboard.raffle.urls")),
    path("", include("leaderboard.bulletin.urls")),
    path("desk/", include("leaderboard.desk.urls")),
    path("signin/", signin.ask, name="signin-ask"),
    path("signin/out/", signin.leave, name="signin-leave"),
    path("signin/<str:token>/", signin.page, name="signin"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("api/schema/", schema.Schema.as_view(), name="api-schema"),
    # Split, and a page of our own: the policy lets neither script nor style stand in the page.
    path(
        "api/docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api_docs.html"),
        name="api-docs",
    ),
]
handler400 = "quiz.views.bad_request"
handler403 = "quiz.views.forbidden"
handler404 = "quiz.views.not_found"
handler500 = "quiz.views.server_error"
