"""The app of contests, rounds and sittings, as Django knows it."""

from django.apps import AppConfig

from questionbank import due, places


class QuizConfig(AppConfig):
    name = "quiz"
    verbose_name = "竞赛"

    def ready(self) -> None:
        """Tell the bank what its region paths are called, and what papers are made of and
        whose keys are not due, what somebody who reports a question saw, and which errands rounds
        have."""
        from questionbank import blueprints, errand_kinds, seen  # noqa: PLC0415 (models are there from here on)
        from quiz import presets, reported, round_errands, undue  # noqa: PLC0415
        from quiz.places import named  # noqa: PLC0415

        places.tell(named)
        blueprints.tell(presets.blueprints)
        due.tell(undue.versions)
        seen.tell(reported.seen)
        errand_kinds.tell(round_errands.KINDS)
