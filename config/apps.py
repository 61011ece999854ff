"""The settings as an app: its checks stop a start that could break a promise. And the admin."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class Admin(admin_apps.AdminConfig):
    """Django's admin on our own site."""

    default = False
    default_site = "config.admin_site.Site"


class ConfigConfig(AppConfig):
    default = True
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401, PLC0415 (registers; needs loaded settings)
