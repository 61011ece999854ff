"""Addresses of the organisers' desk, all below /desk/."""

from django.urls import include, path

from leaderboard.desk import annul, flags, home, raffles, reports, selection, tokens

urlpatterns = [
    path("", home.page, name="desk-home"),
    path("publish/", include("leaderboard.desk.publishing_urls")),
    path("reports/", reports.page, name="desk-reports"),
    path("selections/", selection.page, name="desk-selections"),
    path("selections/make/", selection.make, name="desk-selection-make"),
    path("selections/<int:selection>/", selection.one, name="desk-selection"),
    path("selections/<int:selection>/paper/", selection.paper, name="desk-selection-paper"),
    path("selections/<int:selection>/take/", selection.take, name="desk-selection-take"),
    path("selections/<int:selection>/say/", selection.say, name="desk-selection-say"),
    path("selections/<int:selection>/lock/", selection.lock, name="desk-selection-lock"),
    path("selections/<int:selection>/replace/", selection.replace, name="desk-selection-replace"),
    path("tokens/", tokens.page, name="desk-tokens"),
    path("tokens/<int:token>/end/", tokens.end, name="desk-token-end"),
    path("flags/", flags.page, name="desk-flags"),
    path("flags/<int:flag>/", flags.decide, name="desk-flag"),
    path("attempts/<int:attempt>/", annul.page, name="desk-attempt"),
    path("attempts/<int:attempt>/act/", annul.act, name="desk-annul"),
    path("attempts/<int:attempt>/appeal/", annul.appeal, name="desk-appeal"),
    path("raffles/", raffles.page, name="desk-raffles"),
    path("raffles/make/", raffles.make, name="desk-raffle-make"),
    path("raffles/<int:raffle>/", raffles.one, name="desk-raffle"),
    path("raffles/<int:raffle>/seal/", raffles.seal, name="desk-raffle-seal"),
    path("raffles/<int:raffle>/draw/", raffles.draw, name="desk-raffle-draw"),
    path("raffles/<int:raffle>/step-up/", raffles.step_up, name="desk-raffle-step-up"),
    path("raffles/<int:raffle>/<int:win>/", raffles.contact, name="desk-raffle-contact"),
]
