"""Addresses of the workbench."""

from django.urls import path

from questionbank.pages import listing, question

urlpatterns = [
    path("bank/", listing.page, name="bank-list"),
    path("bank/filters", listing.keep, name="bank-filters"),
    path("bank/q/<int:question>/", question.page, name="bank-question"),
]
