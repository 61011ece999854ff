"""Addresses of hosts."""

from django.urls import path

from quiz.sittings import host_facts, host_log, host_pages

urlpatterns = [
    path("host/", host_pages.index, name="host-index"),
    path("host/make/", host_pages.make, name="host-make"),
    path("host/sittings/<int:number>/copy/", host_pages.copy, name="host-copy"),
    path("host/sittings/<int:number>/clear/", host_pages.clear, name="host-clear"),
    path("host/sittings/<int:number>/log/", host_log.log, name="host-log"),
    path("host/sittings/<int:number>/log.csv", host_log.log_table, name="host-log-table"),
    path("host/<str:code>/", host_pages.console, name="host-console"),
    path("host/<str:code>/people/", host_facts.people, name="host-people"),
    path("host/<str:code>/questions/", host_facts.questions, name="host-questions"),
    path("host/<str:code>/remote/", host_pages.remote, name="host-remote"),
    path("host/<str:code>/remote/new/", host_pages.new_remote, name="host-new-remote"),
]
