"""Moodle XML as Moodle and its friends write it."""

from html import escape

from questionbank.formats.found import Found, Row
from questionbank.formats.moodle import read
from tests.questionbank.formats.xml_files import NO_OPTIONS

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
CHOICE = """<questiontext format="html"><text><![CDATA[<p>水的化学式？</p>]]></text></questiontext>
  <single>true</single><shuffleanswers>1</shuffleanswers>
  <answer fraction="0" format="html"><text>CO<![CDATA[<sub>2</sub>]]></text></answer>
  <answer fraction="100" format="html"><text><![CDATA[<p>H<sub>2</sub>O</p>]]></text></answer>"""


def quiz(*questions: str) -> Found:
    return read((HEAD + "\n".join(questions) + "\n</quiz>\n").encode(), NO_OPTIONS)


def question(kind: str, inside: str, name: str = "水") -> str:
    return f'<question type="{kind}"><name><text>{name}</text></name>{inside}</question>'


def one(kind: str, inside: str) -> Row:
    found = quiz(question(kind, inside))
    assert len(found.rows) == 1
    return found.rows[0]


def stem(text: str = "问题") -> str:
    return f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'


def answers(*pairs: tuple[str, str]) -> str:
    return "".join(
        f'<answer fraction="{fraction}" format="html"><text>{escape(text)}</text></answer>'
        for fraction, text in pairs
    )
