"""The settings as an app: its checks stop a start that could break a promise."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401, PLC0415 (registers; needs loaded settings)
