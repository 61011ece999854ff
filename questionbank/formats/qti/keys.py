"""The key of a choice by what each choice earns, never by where it stands or is named."""

from collections.abc import Callable, Iterable, Sequence

from questionbank.formats.found import Note, error, info, warning
from questionbank.formats.markup.refusal import Refusal

# Scores are computed in floats of the file's own numbers; less than this is no difference.
_SAME = 1e-9
Choice = frozenset[str]
Score = Callable[[Choice], float]
_NOTHING: Choice = frozenset()


def one_of(names: Sequence[str], score: Score) -> tuple[Choice, list[Note]]:
    """The one choice that earns most. Raises Refusal when none earns or several earn as much."""
    earned = {name: score(frozenset({name})) for name in names}
    most = max(earned.values(), default=0.0)
    if most <= _SAME:
        raise Refusal(error("no_key", "key"))
    right = [name for name, points in earned.items() if points >= most - _SAME]
    if len(right) > 1:
        raise Refusal(error("several_right", "key", ", ".join(right)))
    others = [p for n, p in earned.items() if n not in right and abs(p) > _SAME]
    listed = ", ".join(f"{points:g}" for points in others)
    return frozenset(right), [warning("partial_credit", "key", listed)] if others else []


def some_of(
    names: Sequence[str], score: Score, hints: Iterable[Choice], said: Choice
) -> tuple[Choice, list[Note]]:
    """The set of choices that earns most; what the file `said` is right counts if it does.

    Raises Refusal when nothing earns, or when another set earns as much.
    """
    alone = {name: score(frozenset({name})) for name in names}
    positive = frozenset(name for name in names if alone[name] > _SAME)
    tried = [choice for choice in (said, positive, *hints, frozenset(names)) if choice]
    best = max(tried, key=score, default=_NOTHING)
    top = score(best)
    if top <= _SAME:
        raise Refusal(error("no_key", "key"))
    if said and score(said) >= top - _SAME:
        best = said
    else:
        best = _least(best, score, top)
        if not _alone_best(names, best, score, top):
            raise Refusal(error("key_unclear", "key"))
    return best, _losses(names, best, score, top)


def _least(best: Choice, score: Score, top: float) -> Choice:
    """Without what may as well be left out."""
    for name in sorted(best):
        if score(best - {name}) >= top - _SAME:
            best = best - {name}
    return best


def _alone_best(names: Sequence[str], best: Choice, score: Score, top: float) -> bool:
    others = [name for name in names if name not in best]
    more = (best | {name} for name in others)
    swapped = (best - {old} | {new} for old in best for new in others)
    return all(score(choice) <= top + _SAME for choice in more) and all(
        score(choice) < top - _SAME for choice in swapped
    )


def _losses(names: Sequence[str], best: Choice, score: Score, top: float) -> list[Note]:
    """What the file's rule pays and ours does not: parts, and choices that cost nothing."""
    free = [n for n in names if n not in best and score(best | {n}) >= top - _SAME]
    free += [n for n in sorted(best) if score(best - {n}) >= top - _SAME]
    if free:
        return [warning("partial_credit", "key", ", ".join(free))]
    parts = len(best) > 1 and any(score(frozenset({name})) > _SAME for name in best)
    return [info("partial_credit", "key")] if parts else []


TRUE = frozenset({"true", "t", "对", "正确", "√", "richtig", "wahr", "vrai", "verdadero", "vero"})
FALSE = frozenset({"false", "f", "错", "错误", "×", "falsch", "faux", "falso"})


def truth(labels: Sequence[str]) -> tuple[int, ...] | None:
    """The key (0 true, 1 false) of each of two options that say true and false; else None."""
    words = [label.strip().lower().rstrip(".。") for label in labels]
    if len(words) != 2 or not (set(words) & TRUE and set(words) & FALSE):
        return None
    return tuple(0 if word in TRUE else 1 for word in words)
