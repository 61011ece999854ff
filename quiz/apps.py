from django.apps import AppConfig

from questionbank import places


class QuizConfig(AppConfig):
    name = "quiz"
    verbose_name = "竞赛"

    def ready(self) -> None:
        """Tell the bank what its region paths are called."""
        from quiz.places import named  # noqa: PLC0415 (models are there from here on)

        places.tell(named)
