"""The names of QTI 2.1 and 3.0: `choiceInteraction maxChoices` and `qti-choice-interaction
max-choices` are the same thing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

_CAPITAL = re.compile("([A-Z])")


def _kebab(name: str) -> str:
    return _CAPITAL.sub(lambda found: "-" + found[1].lower(), name)


@dataclass(frozen=True, slots=True)
class Version:
    """How one version of QTI writes elements, templates and its package."""

    space: str
    templates: str
    resource: str
    schema: str
    is_new: bool

    def tag(self, name: str, attributes: Mapping[str, str], *inside: str) -> str:
        """An element by its name in 2.1."""
        if self.is_new:
            name = f"qti-{_kebab(name)}"
            attributes = {_kebab(key): value for key, value in attributes.items()}
        said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        text = "".join(inside)
        return f"<{name}{said}>{text}</{name}>" if text else f"<{name}{said}/>"

    def rule(self, template: str) -> str:
        """Response processing by one of the templates that every system has."""
        return self.tag("responseProcessing", {"template": self.templates.format(template)})

    def content(self, text: str) -> str:
        """What feedback shows; 3.0 wraps it once more."""
        return f"<qti-content-body>{text}</qti-content-body>" if self.is_new else text


VERSIONS = {
    "2.1": Version(
        "http://www.imsglobal.org/xsd/imsqti_v2p1",
        "http://www.imsglobal.org/question/qti_v2p1/rptemplates/{}",
        "imsqti_item_xmlv2p1",
        "QTIv2.1 Package",
        is_new=False,
    ),
    "3.0": Version(
        "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{}.xml",
        "imsqti_item_xmlv3p0",
        "QTI Package",
        is_new=True,
    ),
}
