"""The interactions of QTI 2 and 3 that we hold: each to a draft without its stem."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from questionbank.formats.found import Note, error, info, warning
from questionbank.formats.markup import xml
from questionbank.formats.markup.fields import Fields, fixed
from questionbank.formats.markup.refusal import Refusal
from questionbank.formats.qti.keys import Choice, one_of, some_of, truth
from questionbank.formats.qti.qti2_body import option_of
from questionbank.formats.qti.qti2_score import Machine
from questionbank.formats.qti.qti2_tree import Declaration
from questionbank.formats.qti.qti2_values import Unclear, Value, answer
from questionbank.rules.question import NO_TEXT, Draft

# Far more than we hold; scoring every choice of more would only take time.
MOST_CHOICES = 40


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One interaction, its response and the machine that scores answers to it."""

    element: Element
    declared: Declaration
    machine: Machine
    fields: Fields

    def score(self, names: tuple[str, ...]) -> float:
        value: Value = answer(self.declared, names)
        return self.machine.score({self.declared.name: value})

    def of_set(self, chosen: Choice) -> float:
        return self.score(tuple(sorted(chosen)))


Kind = Callable[[Asked], Draft]


def choices_of(asked: Asked, tag: str = "simplechoice") -> list[Element]:
    """The choices to choose from. Raises Refusal for more than any question has."""
    found = [element for element in asked.element.iter() if element.tag == tag]
    if len(found) > MOST_CHOICES:
        raise Refusal(error("too_many_choices", "options", str(len(found))))
    return found


def names_of(choices: Sequence[Element]) -> list[str]:
    """Their identifiers. Raises Refusal when two are the same."""
    names = [choice.get("identifier", "") for choice in choices]
    if len(set(names)) < len(names):
        raise Refusal(error("key_unclear", "options"))
    return names


def choice(asked: Asked) -> Draft:
    """A single or multiple choice, or true and false."""
    found = choices_of(asked)
    names = names_of(found)
    several = asked.declared.cardinality == "multiple" and asked.element.get("maxchoices") != "1"
    right, notes = key_of(asked, names, several=several)
    asked.fields.notes += notes
    options, pictures = asked.fields.options(option_of(element) for element in found)
    key = tuple(place for place, name in enumerate(names) if name in right)
    by_name, by_text = truth(names), truth([option.zh for option in options])
    if not several and (truths := by_text or by_name):
        asked.fields.notes.append(info("read_as_truefalse", "type"))
        return Draft("truefalse", NO_TEXT, key=tuple(truths[place] for place in key))
    if asked.element.get("shuffle", "").lower() == "false":
        asked.fields.notes.append(info("order_not_kept", "options"))
    named = [p for p, e in enumerate(found) if e.get("fixed", "").lower() == "true"]
    last = fixed(options, named)
    if not set(named) <= last:
        asked.fields.notes.append(warning("fixed_dropped", "options"))
    return Draft(
        "multiple" if several else "single",
        NO_TEXT,
        options=options,
        fixed=last,
        key=key,
        option_pictures=pictures,
    )


def key_of(asked: Asked, names: list[str], *, several: bool) -> tuple[Choice, list[Note]]:
    """The right names by what they earn; by what is declared where the rule is unclear.

    Raises Refusal for no key, or one that the rule and the declaration see differently.
    """
    said = frozenset(asked.declared.correct)
    if not said <= set(names):
        raise Refusal(error("key_unclear", "key", ", ".join(sorted(said - set(names)))))
    try:
        if several:
            mapped = frozenset(asked.declared.paying) & frozenset(names)
            return some_of(names, asked.of_set, [mapped], said)
        right, notes = one_of(names, asked.of_set)
    except Unclear as unclear:
        return said_key(said, unclear, several=several)
    if said and said != right:
        raise Refusal(error("key_unclear", "key", ", ".join(sorted(said ^ right))))
    return right, notes


def said_key(said: Choice, unclear: Unclear, *, several: bool) -> tuple[Choice, list[Note]]:
    """What the file declares as right. Raises Refusal when it declares nothing."""
    if not said:
        raise Refusal(error("no_key", "key", str(unclear)))
    if len(said) > 1 and not several:
        raise Refusal(error("several_right", "key", ", ".join(sorted(said))))
    return said, [warning("rule_unclear", "key", str(unclear))]


def ordering(asked: Asked) -> Draft:
    """The declared order, which must name every choice once and earn something."""
    found = choices_of(asked)
    names = names_of(found)
    correct = asked.declared.correct
    if not correct:
        raise Refusal(error("no_key", "key"))
    if sorted(correct) != sorted(names):
        raise Refusal(error("key_unclear", "key", " ".join(correct)))
    confirm(asked, correct)
    options, pictures = asked.fields.options(option_of(element) for element in found)
    key = tuple(names.index(name) for name in correct)
    return Draft("ordering", NO_TEXT, options=options, key=key, option_pictures=pictures)


def confirm(asked: Asked, correct: tuple[str, ...]) -> None:
    """Refuses a declared answer that the rule pays nothing for, or no more than its reverse."""
    try:
        earned, reverse = asked.score(correct), asked.score(tuple(reversed(correct)))
    except Unclear as unclear:
        asked.fields.notes.append(warning("rule_unclear", "key", str(unclear)))
        return
    ordered = asked.declared.cardinality == "ordered" and len(correct) > 1
    if earned <= 0 or (ordered and reverse >= earned):
        raise Refusal(error("key_unclear", "key"))


def matching(asked: Asked) -> Draft:
    """Two columns; every left side has exactly one right side."""
    if "kprim" in asked.element.get("class", "").lower():
        raise Refusal(error("kind_not_supported", "type", "KPRIM"))
    columns = [list(column) for column in xml.children(asked.element, "simplematchset")]
    if len(columns) != 2:
        raise Refusal(error("kind_not_supported", "type", asked.element.tag))
    lefts, rights = columns
    return paired(asked, lefts, rights, _pairs(asked))


def _pairs(asked: Asked) -> list[Pair]:
    """The declared pairs. Raises Refusal for none, or for pairs that earn nothing."""
    correct = asked.declared.correct or asked.declared.paying
    if not correct:
        raise Refusal(error("no_key", "key"))
    confirm(asked, correct)
    pairs = [pair.split() for pair in correct]
    if any(len(pair) != 2 for pair in pairs):
        raise Refusal(error("key_unclear", "key", ", ".join(correct)))
    return [(pair[0], pair[1]) for pair in pairs]


def paired(
    asked: Asked, lefts: list[Element], rights: list[Element], pairs: Sequence[Pair]
) -> Draft:
    """The matching of two columns. Raises Refusal unless each left side is in one pair."""
    if len(lefts) + len(rights) > MOST_CHOICES:
        raise Refusal(error("too_many_choices", "options", str(len(lefts) + len(rights))))
    left_names, right_names = names_of(lefts), names_of(rights)
    partner = dict(pairs)
    known = set(partner) <= set(left_names) and set(partner.values()) <= set(right_names)
    if not known or len(partner) < len(pairs) or len(partner) < len(left_names):
        raise Refusal(error("pairs_uneven", "key"))
    options, pictures = asked.fields.options(option_of(element) for element in lefts)
    targets = [
        asked.fields.text(option_of(element), f"targets[{place}]")
        for place, element in enumerate(rights)
    ]
    key = tuple(right_names.index(partner[name]) for name in left_names)
    return Draft(
        "matching",
        NO_TEXT,
        options=options,
        key=key,
        targets=tuple(targets),
        option_pictures=pictures,
    )


def associate(asked: Asked) -> Draft:
    """Pairs out of one heap: the first of each pair goes left, the others right."""
    heap = choices_of(asked, "simpleassociablechoice")
    order = {name: place for place, name in enumerate(names_of(heap))}
    pairs = [(a, b) if order.get(a, 0) <= order.get(b, 0) else (b, a) for a, b in _pairs(asked)]
    used = [name for pair in pairs for name in pair]
    if len(set(used)) < len(used):
        raise Refusal(error("pairs_uneven", "key"))
    firsts = {pair[0] for pair in pairs}
    lefts = [element for element in heap if element.get("identifier", "") in firsts]
    rights = [element for element in heap if element.get("identifier", "") not in firsts]
    asked.fields.notes.append(warning("associate_as_matching", "type"))
    return paired(asked, lefts, rights, pairs)
