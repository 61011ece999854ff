"""XML from strangers: nothing declared, nothing fetched; what has one reading only is mended."""

import pytest

from questionbank.formats.found import MOST_BYTES, Level
from questionbank.formats.markup.xml import parse, words
from questionbank.formats.moodle import read
from tests.questionbank.formats.xml_files import LONGEST_SECONDS, seconds

BOMB = """<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;">]><quiz>&c;</quiz>"""
OUTSIDE = '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'
FETCHED = '<!DOCTYPE quiz SYSTEM "http://example.org/evil.dtd"><quiz/>'
PARAMETER = '<!DOCTYPE q [<!ENTITY % p SYSTEM "http://example.org/p">%p;]><quiz/>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, FETCHED, PARAMETER])
def test_s81_x12_entities_and_document_types_are_refused(text: str) -> None:
    root, notes = parse(text.encode())
    assert root is None
    assert [note.code for note in notes if note.level is Level.ERROR] == ["xml_entities"]


def test_the_document_type_of_old_qti_says_nothing_and_is_ignored() -> None:
    text = '<?xml version="1.0"?>\n<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2p1.dtd">\n'
    root, _ = parse((text + "<questestinterop/>").encode())
    assert root is not None


OLD = """<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2.dtd" [
<!-- an extension -->
<!ELEMENT ims_render_object (flow_label+)>
<!ATTLIST ims_render_object shuffle (Yes|No) 'No' orientation (Row|Column) #REQUIRED >
%s]><questestinterop/>"""


def test_elements_that_it_declares_say_nothing_either_but_an_entity_does() -> None:
    assert parse((OLD % "").encode())[0] is not None
    for entity in ('<!ENTITY a "b">', "<!ENTITY % a SYSTEM 'b'>%a;"):
        root, notes = parse((OLD % entity).encode())
        assert root is None
        assert notes[-1].code == "xml_entities"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("GB2312", "gb18030"), ("gbk", "gb18030"), ("UTF-8", "utf-8"), ("utf-16", "utf-16")],
)
def test_chinese_encodings_are_read(declared: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><quiz>水</quiz>'
    root, _ = parse(text.encode(encoding))
    assert words(root) == "水"


def test_latin_is_read_only_where_it_is_declared() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><quiz>caf\xe9</quiz>'
    root, _ = parse(text.encode("latin-1"))
    assert words(root) == "café"


def test_an_unknown_encoding_is_refused_by_name() -> None:
    root, notes = parse(b'<?xml version="1.0" encoding="EBCDIC-9"?><quiz/>')
    assert root is None
    assert notes[0].code == "encoding_unknown"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("A & B", "A & B"),
        ("a&nbsp;b", "a\xa0b"),
        ("&nosuch; x", "&nosuch; x"),
        ("x\x0by", "xy"),
        ("<![CDATA[a & b &amp;]]> & c", "a & b &amp; & c"),
        ("&#11;x", "x"),
    ],
)
def test_what_has_one_reading_only_is_mended_and_said(inside: str, text: str) -> None:
    root, notes = parse(f"<quiz>{inside}</quiz>".encode())
    assert words(root) == text
    assert "xml_mended" in [note.code for note in notes]


def test_names_lose_their_namespaces() -> None:
    root, _ = parse(b'<a:quiz xmlns:a="urn:x" a:b="1"><a:c/></a:quiz>')
    assert root is not None
    assert (root.tag, root[0].tag, dict(root.attrib)) == ("quiz", "c", {"b": "1"})


def test_a_declaration_without_its_space_is_no_matter() -> None:
    root, _ = parse(b'<?xml version="1.0"encoding="UTF-8"?><quiz/>')
    assert root is not None


@pytest.mark.parametrize("text", ["<quiz>", "quiz", "<a><b></a>", "<quiz/><quiz/>"])
def test_broken_xml_is_refused_with_its_place(text: str) -> None:
    root, notes = parse(text.encode())
    assert root is None
    assert notes[-1].code == "xml_broken"
    assert "line" in notes[-1].detail


def test_a_depth_that_no_file_has_is_refused() -> None:
    root, notes = parse(b"<a>" * 200_000)
    assert root is None
    assert notes[-1].code == "xml_broken"


def test_more_than_20_mb_is_refused_unread() -> None:
    root, notes = parse(b" " * (MOST_BYTES + 1))
    assert root is None
    assert notes[0].code == "too_large"


HOSTILE = [
    "<!DOCTYPE questestinterop SYSTEM 'ims_qti.dtd' [<!--",
    "<!DOCTYPE ",
    "&",
    "&#",
    "<![CDATA[",
    "<!--",
    "<?xml ",
    " ",
    "<a b=",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_megabyte_is_refused_in_time(piece: str) -> None:
    assert seconds(read, (piece * (1_000_000 // len(piece))).encode()) < LONGEST_SECONDS
