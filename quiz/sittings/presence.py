"""Who is here and still thinks, in this process and, as far as the doorbell told, in the others."""

from dataclasses import dataclass, field

from msgspec.structs import replace

from quiz.rules.stage import Stage
from quiz.rules.units import Millis
from quiz.sittings.doorbell import Bell, doorbell

# What a bell of another process says is believed this long; each rings about three times as often.
BELIEVED_MS = 3_000
# A phone that lost its server dials again within eight seconds (frontend/static/shared/socket.js).
BACK_MS = 10_000


def sure_from(stage: Stage, now: Millis) -> Millis:
    """When a process that first sees a sitting now knows who is in the hall: at once before its
    first question, and else when all who lost another process have had the time to come here."""
    return Millis(now + BACK_MS if stage.askings else 0)


@dataclass(slots=True)
class Peer:
    """What another process said last about its phones."""

    bell: Bell
    at: Millis


@dataclass(slots=True)
class Presence:
    """Of one sitting: `connected` people who are in, with a phone here; `waiting` of them have not
    answered; `screens` big screens hang on this process. Before `sure_from` others may be on their
    way back."""

    sitting: int
    sure_from: Millis = Millis(0)
    connected: int = 0
    screens: int = 0
    waiting: set[int] = field(default_factory=set)
    peers: dict[str, Peer] = field(default_factory=dict)

    def ring(self, at: Stage, now: Millis) -> None:
        """Tell the others how many here still think about the open question (slot -1 = none)."""
        slot = at.slot if at.open else -1
        waiting = len(self.waiting) + (now < self.sure_from)
        here = Bell(self.sitting, connected=self.connected, screens=self.screens)
        doorbell.ring(replace(here, slot=slot, waiting=waiting))

    def heard(self, bell: Bell, now: Millis) -> None:
        self.peers[bell.process] = Peer(bell, now)

    def others(self, now: Millis) -> list[Bell]:
        """What the other processes said lately."""
        return [one.bell for one in self.peers.values() if now - one.at < BELIEVED_MS]

    def everywhere(self, now: Millis) -> int:
        """People with a phone, in all processes."""
        return self.connected + sum(bell.connected for bell in self.others(now))

    def screens_everywhere(self, now: Millis) -> int:
        """Big screens and overlays, in all processes."""
        return self.screens + sum(bell.screens for bell in self.others(now))

    def processes(self, now: Millis) -> int:
        """Processes that spoke of this sitting lately, this one included."""
        return 1 + len(self.others(now))

    def all_answered(self, slot: int, now: Millis) -> bool:
        """Whether nobody who is connected, here or elsewhere, still thinks about the slot."""
        late = any(bell.slot == slot and bell.waiting for bell in self.others(now))
        here = bool(self.connected) and not self.waiting and now >= self.sure_from
        return here and not late
