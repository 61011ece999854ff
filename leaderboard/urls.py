"""Addresses of the boards, and of the rulings that change them."""

from django.urls import path

from leaderboard import api, api_more, feed_api, own_api, ruling_pages
from leaderboard.public import (
    board_page,
    census_page,
    days_page,
    defined_page,
    find_page,
    near_page,
    rules_page,
    versus_page,
    why_page,
)

urlpatterns = [
    path("bank/rulings/", ruling_pages.page, name="bank-rulings"),
    path("bank/rulings/new/<int:question>/", ruling_pages.rule, name="bank-rule"),
    path("bank/rulings/<int:ruling>/", ruling_pages.one, name="bank-ruling"),
    path("bank/rulings/<int:ruling>/confirm", ruling_pages.confirm, name="bank-ruling-confirm"),
    path("bank/rulings/<int:ruling>/drop", ruling_pages.drop, name="bank-ruling-drop"),
    path("bank/rulings/<int:ruling>/on", ruling_pages.go_on, name="bank-ruling-on"),
    path("boards/<str:contest>/", board_page.page, name="boards"),
    path("boards/<str:contest>/census/", census_page.page, name="boards-census"),
    path("boards/<str:contest>/rules/", rules_page.page, name="boards-rules"),
    path("boards/<str:contest>/b/<str:code>/", defined_page.page, name="boards-defined"),
    path("boards/<str:contest>/<str:region>/", board_page.page, name="boards-region"),
    path("boards/<str:contest>/<str:region>/why/", why_page.page, name="boards-why"),
    path("boards/<str:contest>/<str:region>/days/", days_page.page, name="boards-days"),
    path("boards/<str:contest>/<str:region>/find/", find_page.page, name="boards-find"),
    path("boards/<str:contest>/<str:region>/versus/", versus_page.page, name="boards-versus"),
    path(
        "boards/<str:contest>/<str:region>/near/<int:contestant>/",
        near_page.page,
        name="boards-near",
    ),
    path("api/boards/<str:code>/persons", api.PersonsView.as_view(), name="api-board-persons"),
    path("api/boards/<str:code>/regions", api.RegionsView.as_view(), name="api-board-regions"),
    path("api/boards/<str:code>/names", api_more.NamesView.as_view(), name="api-board-names"),
    path("api/boards/<str:code>/near", api_more.NearView.as_view(), name="api-board-near"),
    path("api/boards/<str:code>/days", api_more.DaysView.as_view(), name="api-board-days"),
    path("api/boards/<str:code>/why", api_more.WhyView.as_view(), name="api-board-why"),
    path("api/boards/<str:code>/census", api_more.CensusView.as_view(), name="api-board-census"),
    path("api/defined/<str:contest>", api_more.ContestView.as_view(), name="api-defined-list"),
    path(
        "api/defined/<str:contest>/<str:code>",
        api_more.DefinedView.as_view(),
        name="api-defined",
    ),
    path("api/feed/<str:code>/<str:kind>", feed_api.FeedView.as_view(), name="api-feed"),
    path("api/boards/<str:code>/me", api.MeView.as_view(), name="api-board-me"),
    path(
        "api/rounds/<str:code>/attempts",
        own_api.OwnAttemptsView.as_view(),
        name="api-own-attempts",
    ),
]
