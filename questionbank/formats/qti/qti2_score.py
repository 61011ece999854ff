"""What an answer earns by the item's own response processing: a small machine for its rules.

It knows what the exporters in use write. What it does not know makes the rule unclear, and the
caller then goes by what the file declares as correct, with a warning.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from questionbank.formats.markup import xml
from questionbank.formats.qti.qti2_operators import OPERATORS
from questionbank.formats.qti.qti2_tree import Declaration
from questionbank.formats.qti.qti2_values import Unclear, Value, right, same, typed

# More steps than any real item takes for all its tries; a hostile one ends here.
MOST_STEPS = 50_000


class _Exit(Exception):
    """The rule ends itself."""


@dataclass(slots=True)
class Machine:
    """The rule of one item; `score` may be asked many times."""

    item: Element
    responses: Mapping[str, Declaration]
    steps: int = 0
    values: dict[str, Value] = field(default_factory=dict)

    def score(self, answers: Mapping[str, Value]) -> float:
        """What the answers earn. Raises Unclear."""
        rule = xml.child(self.item, "responseprocessing")
        template = (rule.get("template", "") if rule is not None else "").lower()
        name = next(iter(answers), "")
        if rule is None or (len(rule) == 0 and not template):
            return self._declared(name, answers[name])
        if template and len(rule) == 0:
            return self._template(template.rpartition("/")[2], name, answers[name])
        self.values = {**self._outcomes(), **answers}
        with suppress(_Exit):
            self._run(rule)
        earned = self.values.get("SCORE")
        if not isinstance(earned, float):
            raise Unclear("SCORE")
        return earned

    def _declared(self, name: str, answer: Value) -> float:
        declared = self.responses[name]
        if declared.correct:
            return float(same(answer, right(declared)))
        if declared.mapping:
            return self.mapped(name, answer)
        raise Unclear("nothing declared")

    def _template(self, template: str, name: str, answer: Value) -> float:
        if template.startswith("match_correct"):
            return float(same(answer, right(self.responses[name])))
        if template.startswith("map_response") and self.responses[name].mapping:
            return self.mapped(name, answer)
        raise Unclear(template)

    def mapped(self, name: str, answer: Value) -> float:
        declared = self.responses.get(name)
        if declared is None or isinstance(answer, bool):
            raise Unclear(name)
        if answer is None:
            return 0.0
        if isinstance(answer, (frozenset, tuple)):
            return declared.mapped(answer)
        return declared.mapped((f"{answer:g}" if isinstance(answer, float) else answer,))

    def _outcomes(self) -> dict[str, Value]:
        """Each outcome at its default; numbers without one are 0."""
        found: dict[str, Value] = {}
        for element in xml.children(self.item, "outcomedeclaration"):
            default = xml.child(element, "defaultvalue", "value")
            kind = element.get("basetype", "").lower()
            name = element.get("identifier", "")
            if element.get("cardinality", "single").lower() != "single":
                found[name] = frozenset()
            elif default is not None:
                found[name] = typed(xml.words(default), kind)
            else:
                found[name] = 0.0 if kind in ("float", "integer") else None
        found.setdefault("SCORE", 0.0)
        return found

    def _run(self, statements: Element) -> None:
        for statement in statements:
            self._step()
            if statement.tag == "setoutcomevalue":
                self._set(statement)
            elif statement.tag == "responsecondition":
                self._condition(statement)
            elif statement.tag == "responseprocessingfragment":
                self._run(statement)
            elif statement.tag == "exitresponse":
                raise _Exit
            else:
                raise Unclear(statement.tag)

    def _set(self, statement: Element) -> None:
        if len(statement) != 1:
            raise Unclear(statement.tag)
        self.values[statement.get("identifier", "")] = self.value(statement[0])

    def _condition(self, condition: Element) -> None:
        for branch in condition:
            if branch.tag == "responseelse":
                return self._run(branch)
            if len(branch) == 0:
                raise Unclear(branch.tag)
            if self.value(branch[0]) is True:
                rest = Element("rest")
                rest.extend(branch[1:])
                return self._run(rest)
        return None

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Unclear("too long")

    def value(self, expression: Element) -> Value:
        """The value of an expression. Raises Unclear."""
        self._step()
        if expression.tag in _NAMED:
            return _NAMED[expression.tag](self, expression)
        if expression.tag not in OPERATORS:
            raise Unclear(expression.tag)
        return OPERATORS[expression.tag]([self.value(e) for e in expression], expression)

    def named(self, expression: Element) -> Value:
        name = expression.get("identifier", "")
        if name not in self.values and name not in self.responses:
            raise Unclear(name)
        return self.values.get(name)

    def correct(self, expression: Element) -> Value:
        declared = self.responses.get(expression.get("identifier", ""))
        if declared is None:
            raise Unclear("correct")
        return right(declared)


def _mapped(machine: Machine, expression: Element) -> Value:
    name = expression.get("identifier", "")
    return machine.mapped(name, machine.values.get(name))


_NAMED: dict[str, Callable[[Machine, Element], Value]] = {
    "variable": lambda machine, element: machine.named(element),
    "correct": lambda machine, element: machine.correct(element),
    "mapresponse": _mapped,
    "basevalue": lambda _m, element: typed(
        xml.words(element), element.get("basetype", "string").lower()
    ),
    "null": lambda _m, _element: None,
}
