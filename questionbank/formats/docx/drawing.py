"""Pictures of a Word file that we write: one in the line, its bytes beside the document."""

from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from questionbank.formats import office
from questionbank.formats.found import Written
from questionbank.rules.question import Image

_A = "http://schemas.openxmlformats.org/drawingml/2006"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = f'xmlns:wp="{_A}/wordprocessingDrawing" xmlns:r="{_R}" xmlns:a="{_A}/main"'
TYPES = "".join(
    f'<Default Extension="{name}" ContentType="image/{name}"/>' for name in ("png", "jpeg")
)
# In pixels of 1/96 inch: a stem's is at most as wide as a phone, an option's three lines high.
STEM, OPTION = (480, 360), (240, 120)
_EMU = 9525  # a pixel in Word's own unit


@dataclass(slots=True)
class Album:
    """The pictures of a document, numbered from 1 as they are met."""

    files: dict[str, bytes] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def drawn(self, image: Image | None, question: Written, most: tuple[int, int]) -> str:
        """A run that shows the picture; "" for none, and for one whose bytes are lost."""
        found = office.shown(question.pictures.get(image.digest, b"")) if image else None
        if image is None or found is None:
            return ""
        number = len(self.names) + 1
        self.names.append(f"media/image{number}.{found.extension}")
        self.files[f"word/{self.names[-1]}"] = found.data
        wide, high = (side * _EMU for side in found.fitted(*most))
        return f"<w:r><w:drawing>{_inline(number, image.alt.zh, (wide, high))}</w:drawing></w:r>"

    def relations(self) -> str:
        """The relations by which the document finds them."""
        return "".join(
            f'<Relationship Id="rIdP{number}" Type="{_R}/image" Target="{name}"/>'
            for number, name in enumerate(self.names, start=1)
        )


def _inline(number: int, alt: str, size: tuple[int, int]) -> str:
    sides = f'cx="{size[0]}" cy="{size[1]}"'
    about = f'id="{number}" name="image{number}" descr={quoteattr(alt)}'
    fill = f'<a:blip r:embed="rIdP{number}"/><a:stretch><a:fillRect/></a:stretch>'
    shape = f'<a:xfrm><a:off x="0" y="0"/><a:ext {sides}/></a:xfrm><a:prstGeom prst="rect"/>'
    picture = (
        f'<pic:pic xmlns:pic="{_A}/picture"><pic:nvPicPr><pic:cNvPr {about}/><pic:cNvPicPr/>'
        f"</pic:nvPicPr><pic:blipFill>{fill}</pic:blipFill><pic:spPr>{shape}</pic:spPr></pic:pic>"
    )
    graphic = f'<a:graphic><a:graphicData uri="{_A}/picture">{picture}</a:graphicData></a:graphic>'
    return f"<wp:inline><wp:extent {sides}/><wp:docPr {about}/>{graphic}</wp:inline>"
