"""Addresses of raffles."""

from django.urls import path

from leaderboard.raffle import api, views

urlpatterns = [
    path("raffle/<slug:code>/", views.page, name="raffle"),
    path("raffle/<slug:code>/screen/", views.screen, name="raffle-screen"),
    path("raffle/<slug:code>/draw.json", views.facts, name="raffle-facts"),
    path("raffle/<slug:code>/tickets.txt", views.tickets, name="raffle-tickets"),
    path("api/raffles/<slug:code>/mine", api.MineView.as_view(), name="api-raffle-mine"),
]
