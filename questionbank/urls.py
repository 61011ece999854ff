"""Addresses of the workbench."""

from django.urls import include, path, re_path

from questionbank.pages import (
    acting,
    batches,
    editing,
    exports,
    imports,
    listing,
    pairs,
    pictures,
    question,
    reviewing,
)

urlpatterns = [
    path("api/bank/", include("questionbank.api.urls")),
    path("bank/pictures", pictures.upload, name="bank-picture"),
    re_path(
        r"^pictures/(?P<name>[0-9a-f]{32})-(?P<width>[0-9]{1,4})\.webp\Z",
        pictures.picture,
        name="picture",
    ),
    path("bank/duplicates/", pairs.page, name="bank-pairs"),
    path("bank/duplicates/judge", pairs.judge, name="bank-pairs-judge"),
    path("bank/duplicates/back", pairs.take_back, name="bank-pairs-back"),
    path("bank/duplicates/search", pairs.search, name="bank-pairs-search"),
    path("bank/review/", reviewing.page, name="bank-review"),
    path("bank/review/<int:question>/look", reviewing.look, name="bank-review-look"),
    path("bank/review/<int:question>/act", reviewing.judge, name="bank-review-act"),
    path("bank/review/<int:question>/comment", reviewing.comment, name="bank-review-comment"),
    path("bank/export/", exports.page, name="bank-export"),
    path("bank/export/file", exports.file, name="bank-export-file"),
    path("bank/import/template.xlsx", exports.blank, name="bank-template"),
    path("bank/import/", imports.page, name="bank-import"),
    path("bank/import/<int:batch>/", batches.page, name="bank-batch"),
    path("bank/import/<int:batch>/progress", batches.progress, name="bank-batch-progress"),
    path("bank/import/<int:batch>/errors.xlsx", batches.refused, name="bank-batch-errors"),
    path("bank/import/<int:batch>/act", batches.act, name="bank-batch-act"),
    path("bank/", listing.page, name="bank-list"),
    path("bank/filters", listing.keep, name="bank-filters"),
    path("bank/new/", editing.new, name="bank-new"),
    path("bank/parse", editing.parse, name="bank-parse"),
    path("bank/scratch", editing.keep, name="bank-scratch"),
    path("bank/q/<int:question>/edit/", editing.edit, name="bank-edit"),
    path("bank/q/<int:question>/act", acting.act, name="bank-act"),
    path("bank/q/<int:question>/drop", acting.drop, name="bank-drop"),
    path("bank/q/<int:question>/comment", acting.comment, name="bank-comment"),
    path("bank/q/<int:question>/", question.page, name="bank-question"),
]
