"""Addresses of pictures and certificates."""

from django.urls import path

from leaderboard.pictures import api, certificate_views, poster_views

urlpatterns = [
    path("c/<str:code>/", certificate_views.own, name="certificates-own"),
    path("v/", certificate_views.check, name="certificate-check"),
    path("v/<str:code>/", certificate_views.check, name="certificate"),
    path("v/<str:code>/certificate.png", certificate_views.picture, name="certificate-picture"),
    path("boards/<str:contest>/<str:region>/poster.png", poster_views.region, name="poster"),
    path("boards/<str:contest>/<str:region>/best.png", poster_views.best, name="best-card"),
    path("api/certificates/<str:code>", api.CertificateView.as_view(), name="api-certificate"),
]
