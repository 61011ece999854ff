"""Addresses of the bank's REST interface, below /api/bank/."""

from django.urls import path

from questionbank.api import files, questions

urlpatterns = [
    path("questions", questions.QuestionsView.as_view(), name="api-bank-questions"),
    path("questions/<int:question>", questions.QuestionView.as_view(), name="api-bank-question"),
    path("questions/<int:question>/acts", questions.ActView.as_view(), name="api-bank-act"),
    path("imports", files.ImportsView.as_view(), name="api-bank-imports"),
    path("imports/<int:batch>", files.ImportView.as_view(), name="api-bank-import"),
    path("export", files.ExportView.as_view(), name="api-bank-export"),
    path("tags", questions.TagsView.as_view(), name="api-bank-tags"),
]
