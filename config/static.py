"""Static files whose names carry their content's hash: a browser may keep each of them for ever."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Also rewrites what one module imports from another: there is no build step to do it.

    A file that nobody collected is an error when it is named, not a page without its script.
    """

    support_js_module_import_aggregation = True

    def url_converter(self, *args: Any, **kwargs: Any) -> Callable[[re.Match[str]], str]:
        """Leave comments as they are: modules name each other's types there, in circles, and of a
        circle no name can carry its content's hash."""
        convert: Callable[[re.Match[str]], str] = super().url_converter(*args, **kwargs)
        return lambda found: found[0] if _in_comment(found) else convert(found)


def _in_comment(found: re.Match[str]) -> bool:
    """Whether it stands in a comment of the kind with stars; the only kind that names types."""
    start = found.start()
    return found.string.rfind("/*", 0, start) > found.string.rfind("*/", 0, start)
