"""What an answer earns by the response processing of QTI 1.2, condition by condition."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from questionbank.formats.markup import xml
from questionbank.formats.qti.qti2_tree import real
from questionbank.formats.qti.qti2_values import Unclear

# An answer: one text or name, a set of names, or nothing.
Answer = str | frozenset[str]
MOST_STEPS = 50_000
# Blackboard pays shares of the points by this name; others count wrong choices under these.
_SHARE = "partialcreditpercent"
_LOSSES = ("incorrect", "wrong")
_IGNORED = "negativecreditpercent"


@dataclass(slots=True)
class Machine12:
    """The conditions of one item; `score` may be asked many times."""

    item: Element
    steps: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def conditions(self) -> Iterator[Element]:
        for processing in xml.children(self.item, "resprocessing"):
            yield from xml.children(processing, "respcondition")

    def pays(self, condition: Element) -> bool:
        """Whether a condition gives points when it holds."""
        if not self.bare:
            return any(self._amount(one, {}) > 0 for one in xml.children(condition, "setvar"))
        shown = (f.get("linkrefid", "").lower() for f in xml.children(condition, "displayfeedback"))
        return condition.get("title", "").lower() == "correct" or "correct" in shown

    @property
    def bare(self) -> bool:
        """Whether no condition of the item sets anything: then feedback says what is correct."""
        return not any(True for _ in self.item.iter("setvar"))

    def score(self, answers: Mapping[str, Answer]) -> float:
        """What the answers earn in all. Raises Unclear."""
        self.answers = answers
        earned: dict[str, float] = {}
        held = False
        for condition in self.conditions():
            test = xml.child(condition, "conditionvar")
            if test is not None and not self._holds(test, held=held):
                continue
            held = True
            if self.bare and self.pays(condition):
                earned["score"] = earned.get("score", 0.0) + 1.0
            for one in xml.children(condition, "setvar"):
                self._set(one, earned)
            # Exporters leave this out and mean "go on": only a written No ends the rule.
            if condition.get("continue", "").lower() == "no":
                break
        return self._total(earned)

    def _total(self, earned: Mapping[str, float]) -> float:
        if "score" in earned:
            return earned["score"]
        return sum(-v if any(w in n for w in _LOSSES) else v for n, v in earned.items())

    def _set(self, one: Element, earned: dict[str, float]) -> None:
        name = (one.get("varname") or one.get("variablename") or "score").lower()
        if name == _IGNORED:
            return
        action, amount = one.get("action", "Set").lower(), self._amount(one, earned)
        if name == _SHARE:
            name, action = "score", "add"
        before = earned.get(name, 0.0)
        if action not in _ACTIONS:
            raise Unclear(action)
        earned[name] = _ACTIONS[action](before, amount)

    def _amount(self, one: Element, earned: Mapping[str, float]) -> float:
        """The number that is set, or what another variable of the item stands at."""
        text = xml.words(one).strip()
        if text.lower() == "score.max":
            tops = (real(declared.get("maxvalue")) for declared in self.item.iter("decvar"))
            return next((top for top in tops if top and top > 0), 1.0)
        if text.lower() == "score.min":
            return 0.0
        found = real(text)
        if found is not None:
            return found
        if text.lower() not in {d.get("varname", "").lower() for d in self.item.iter("decvar")}:
            raise Unclear(text)
        return earned.get(text.lower(), 0.0)

    def _holds(self, test: Element, *, held: bool) -> bool:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Unclear("too long")
        if test.tag in ("conditionvar", "and"):
            return self._all(list(test), held=held)
        if test.tag == "or":
            return any(self._holds(one, held=held) for one in test)
        if test.tag == "not":
            return not self._all(list(test), held=held)
        if test.tag == "other":
            return not held
        return self._compare(test)

    def _all(self, tests: list[Element], *, held: bool) -> bool:
        """All of the tests; of several texts for one blank any, since a blank holds one text."""
        texts: dict[str, bool] = {}
        for test in tests:
            name = test.get("respident", "")
            if test.tag == "varequal" and isinstance(self.answers.get(name), str):
                texts[name] = texts.get(name, False) or self._compare(test)
            elif not self._holds(test, held=held):
                return False
        return all(texts.values())

    def _compare(self, test: Element) -> bool:
        given = self.answers.get(test.get("respident", ""), "")
        wanted = " ".join(xml.words(test).split())
        if test.tag == "unanswered":
            return not given
        if test.tag == "varequal":
            if not isinstance(given, str):
                return wanted in given
            folded = test.get("case", "").lower() == "no"
            return given.lower() == wanted.lower() if folded else given == wanted
        if test.tag in _ORDER and isinstance(given, str):
            one, other = real(given), real(wanted)
            return one is not None and other is not None and _ORDER[test.tag](one, other)
        raise Unclear(test.tag)


_ACTIONS: dict[str, Callable[[float, float], float]] = {
    "set": lambda _before, amount: amount,
    "add": lambda before, amount: before + amount,
    "subtract": lambda before, amount: before - amount,
    "multiply": lambda before, amount: before * amount,
}
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "vargte": lambda one, other: one >= other,
    "vargt": lambda one, other: one > other,
    "varlte": lambda one, other: one <= other,
    "varlt": lambda one, other: one < other,
}


def named(condition: Element, response: str) -> list[str]:
    """What a condition asks for in a response, in order, without what it excludes."""
    found: list[str] = []
    for test in condition:
        if test.tag == "not":
            continue
        if test.tag == "varequal" and test.get("respident", "") == response:
            found.append(" ".join(xml.words(test).split()))
        else:
            found += named(test, response)
    return found
