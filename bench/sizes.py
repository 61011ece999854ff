"""How big each measurement is: as reported, and tiny, to see that everything runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """People, sockets and repetitions of every bench."""

    listeners: tuple[int, ...] = (1_000, 4_000)
    shouts: int = 15
    answerers: int = 512
    questions: int = 50
    passes: int = 5
    burst: int = 2_000
    bursts: int = 3
    # How long a burst lasts; the waits between loads are parts of it.
    second_s: float = 1.0
    idle: int = 1_000
    halls: tuple[int, ...] = (500, 2_000)
    boards: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    redis_boards: tuple[int, ...] = (10_000, 100_000)
    updates: int = 20_000
    # Of public pages, and of pages for those who arrive.
    requests: int = 1_000
    # People and closed papers each, of the boards that are built anew.
    rebuilt: tuple[int, int] = (100_000, 5)
    deals: int = 100_000
    pools: tuple[int, ...] = (2_000, 10_000, 50_000)
    books: int = 20
    alike: int = 50_000
    imported: int = 20_000
    counted: int = 10_000_000
    # Closed papers of the round in which a key is corrected.
    ruled: int = 10_000

    @property
    def contestants(self) -> int:
        """Nobody plays twice: every pass (four kinds of them), burst and idle crowd has people of
        its own."""
        return 4 * self.answerers * self.passes + self.burst + self.idle


TINY = Sizes(
    listeners=(20,),
    shouts=3,
    answerers=8,
    questions=6,
    passes=1,
    burst=20,
    bursts=1,
    second_s=0.1,
    idle=20,
    requests=20,
    halls=(20,),
    boards=(500,),
    redis_boards=(500,),
    updates=200,
    rebuilt=(200, 3),
    deals=500,
    pools=(100,),
    books=2,
    alike=300,
    imported=600,
    counted=20_000,
    ruled=60,
)
