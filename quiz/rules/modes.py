"""The words a format's settings are chosen from. Source: contest regulations, section 2."""

from enum import StrEnum


class Mode(StrEnum):
    PAPER = "paper"
    PRACTICE = "practice"
    LIVE = "live"


class Count(StrEnum):
    """Which of a contestant's attempts make the standing."""

    BEST = "best"
    SUM = "sum"
    LAST = "last"
    MEAN_BEST = "mean_best"


class Reveal(StrEnum):
    """When key and explanation are shown."""

    EACH = "each"
    END = "end"
    CLOSED = "closed"


class Partial(StrEnum):
    """What an incomplete multiple choice earns."""

    NONE = "none"
    HALF = "half"
    PER_OPTION = "per_option"


class Bonus(StrEnum):
    NONE = "none"
    LINEAR = "linear"
    STEPS = "steps"


class Tie(StrEnum):
    """Links of the tie-break chain after the score."""

    TOOK = "took"
    FEWER_TRIES = "fewer_tries"
    FINISHED = "finished"


class Team(StrEnum):
    """How people of one team are scored together."""

    NONE = "none"
    AVERAGE = "average"
    BEST_N = "best_n"


class LateJoin(StrEnum):
    """Who comes into a hall after the first question: in competition, as a watcher, or not."""

    YES = "yes"
    WATCH = "watch"
    NO = "no"
