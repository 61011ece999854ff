"""Addresses: the three apps', health, the admin and the description of the REST API."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from config import health, signin

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("quiz.urls")),
    path("", include("leaderboard.urls")),
    path("", include("leaderboard.screen_urls")),
    path("signin/<str:token>/", signin.page, name="signin"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerView.as_view(url_name="api-schema"), name="api-docs"),
]
handler404 = "quiz.views.not_found"
