"""What the log says of a stranger's nonsense: one line, and no traceback of ours."""

import logging

CLIENTS_FAULT = range(400, 500)


class OneLine(logging.Filter):
    """Takes the traceback off records about requests and frames that nobody should have sent.

    Otherwise anybody could bury a real error, or fill the disk, with a few bytes a time.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and _refused(record):
            record.exc_info = record.exc_text = None
        return True


def _refused(record: logging.LogRecord) -> bool:
    if record.name.startswith("django."):
        return getattr(record, "status_code", 500) in CLIENTS_FAULT
    error = record.exc_info[1] if record.exc_info else None
    return record.name == "uvicorn.error" and isinstance(error, UnicodeDecodeError)
