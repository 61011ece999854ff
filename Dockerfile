# One image for every process of the contest: web servers, preparation, management commands.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.txt /app/
RUN pip install --no-cache-dir -r /app/requirements.txt
WORKDIR /app
COPY manage.py ./
COPY config config
COPY questionbank questionbank
COPY quiz quiz
COPY leaderboard leaderboard
COPY frontend/templates frontend/templates
COPY frontend/static frontend/static
COPY docs/regulations.md docs/regulations.md
COPY docs/regulations.zh-hant.md docs/regulations.zh-hant.md
COPY frontend/local[e] frontend/locale
# Embedded settings are enough to collect files; nothing of them stays in the image.
RUN COLLECTED=1 DATA_DIR=/collecting python manage.py collectstatic --noinput

FROM python:3.11-slim
# A new volume takes the rights of the folder it is mounted on.
RUN useradd --system --uid 10001 --no-create-home contest \
    && install --directory --owner=contest /pictures \
    && install --directory --owner=contest --mode=0700 /keys
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    COLLECTED=1 \
    HOST=0.0.0.0 \
    PORT=8000
USER contest
EXPOSE 8000
CMD ["python", "manage.py", "serve"]
