"""What the log says of a stranger's nonsense: one line, and no traceback of ours; and of what is a
client's everyday: nothing that needs looking at."""

import logging
import re

# A link that was asked for in vain (a form without our token) may still sign somebody in.
LINK = re.compile(r"(/signin/)[^/\s]{20,}")
CLIENTS_FAULT = range(400, 500)
# Of what a stranger asked for; addresses of ours are shorter.
MOST_SIGNS = 300
OURS = "/api/"
# Doors of tools that act for staff: who is turned away there is worth a line.
GUARDED = ("/api/bank/", "/api/feed/")
TURNED_AWAY = (401, 403)


class OneLine(logging.Filter):
    """Takes the traceback off records about requests and frames that nobody should have sent, and
    cuts what they say of them.

    Otherwise anybody could bury a real error, or fill the disk, with a few bytes a time.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if _refused(record):
            record.exc_info = record.exc_text = None
            said = _said(record)
            if len(said) > MOST_SIGNS:
                record.msg, record.args = f"{said[:MOST_SIGNS]}…", ()
        return True


class Everyday(logging.Filter):
    """Makes what the REST interface refuses a matter of level INFO.

    Walking down the regions of the join form is one refusal for each step (docs/protocol.md), and
    a phone whose round has closed asks all the same: neither is the operator's to mend. What
    concerns safety stays a warning: doors of staff's tools, and all of django.security.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if not _everyday(record):
            return True
        record.levelno, record.levelname = logging.INFO, "INFO"
        return logging.getLogger().isEnabledFor(logging.INFO)


class NoLinks(logging.Filter):
    """Cuts the token off the address of a sign-in link: who reads a log must not get in by it."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = _said(record)
        if LINK.search(said):
            record.msg, record.args = LINK.sub(r"\1…", said), ()
        return True


def _said(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # words that do not fit: the handler says so
        return ""


def _everyday(record: logging.LogRecord) -> bool:
    status = getattr(record, "status_code", 500)
    path = str(getattr(getattr(record, "request", None), "path", ""))
    if record.name != "django.request" or status not in CLIENTS_FAULT or not path.startswith(OURS):
        return False
    return not (status in TURNED_AWAY and path.startswith(GUARDED))


def _refused(record: logging.LogRecord) -> bool:
    if record.name.startswith("django."):
        return getattr(record, "status_code", 500) in CLIENTS_FAULT
    error = record.exc_info[1] if record.exc_info else None
    return record.name == "uvicorn.error" and isinstance(error, UnicodeDecodeError)
