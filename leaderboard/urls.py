"""Addresses of the boards, and of the rulings that change them."""

from django.urls import path

from leaderboard import api, ruling_pages, views

urlpatterns = [
    path("bank/rulings/", ruling_pages.page, name="bank-rulings"),
    path("bank/rulings/new/<int:question>/", ruling_pages.rule, name="bank-rule"),
    path("bank/rulings/<int:ruling>/", ruling_pages.one, name="bank-ruling"),
    path("bank/rulings/<int:ruling>/confirm", ruling_pages.confirm, name="bank-ruling-confirm"),
    path("bank/rulings/<int:ruling>/drop", ruling_pages.drop, name="bank-ruling-drop"),
    path("bank/rulings/<int:ruling>/on", ruling_pages.go_on, name="bank-ruling-on"),
    path("boards/<str:contest>/", views.page, name="boards"),
    path("boards/<str:contest>/<str:region>/", views.page, name="boards-region"),
    path("api/boards/<str:code>/persons", api.PersonsView.as_view(), name="api-board-persons"),
    path("api/boards/<str:code>/regions", api.RegionsView.as_view(), name="api-board-regions"),
    path("api/boards/<str:code>/me", api.MeView.as_view(), name="api-board-me"),
]
