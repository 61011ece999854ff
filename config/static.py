"""Static files whose names carry their content's hash: a browser may keep each of them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Also rewrites what one module imports from another: there is no build step to do it.

    A file that nobody collected is an error when it is named, not a page without its script.
    """

    support_js_module_import_aggregation = True
