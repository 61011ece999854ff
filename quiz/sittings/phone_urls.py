"""Addresses of the phones in a hall."""

from django.urls import path

from quiz.sittings import phone_page, reviewing

urlpatterns = [
    path("h/", phone_page.home, name="hall"),
    path("h/<str:code>/", phone_page.page, name="hall-phone"),
    path("h/<str:code>/mine", reviewing.mine, name="hall-mine"),
    path("h/later/<str:lang>/<str:digest>.js", phone_page.later, name="hall-later"),
]
