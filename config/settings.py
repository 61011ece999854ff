"""Every setting, read from the environment; docs/configuration.md lists them, a test compares."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF

from config.environment import ROOT, data_dir, secret_key
from config.reader import ORIGIN, SITE, read

DATA_DIR: Path = data_dir()
_POSTGRESQL = "postgres://user:password@host:5432/name"
DATABASE_URL = read.address(
    "DATABASE_URL",
    default=f"sqlite:///{DATA_DIR / 'contest.sqlite3'}",
    like={"postgres": _POSTGRESQL, "postgresql": f"postgresql{_POSTGRESQL[8:]}",
          "sqlite": "sqlite:////folder/contest.sqlite3"},
)  # fmt: skip
EMBEDDED = DATABASE_URL.startswith("sqlite")
REDIS_URL = read.address(
    "REDIS_URL",
    default="",
    like={"redis": "redis://host:6379/0", "rediss": "rediss://host:6379/0",
          "unix": "unix:///folder/redis.sock"},
    numbered=("redis", "rediss"),
)  # fmt: skip
SECRET_KEY = secret_key(DATA_DIR, embedded=EMBEDDED)
SECRET_KEY_FALLBACKS = read.words("SECRET_KEY_FALLBACKS", default=[])
DEBUG = read.truth("DEBUG", default=False)

ALLOWED_HOSTS = read.words(
    "ALLOWED_HOSTS",
    default=["*"] if EMBEDDED else [],
    like=SITE,
    such="names such as quiz.example.org, without scheme and port",
)
# Exact origins (scheme://host:port) that may open a socket or post a form; empty = our own host.
ORIGINS = read.words(
    "ORIGINS",
    default=[],
    like=ORIGIN,
    such="addresses such as https://quiz.example.org, without path",
)
CSRF_TRUSTED_ORIGINS = ORIGINS
CSRF_FAILURE_VIEW = "quiz.views.forbidden"
BEHIND_PROXY = read.truth("BEHIND_PROXY", default=False)
# Where `serve` listens.
HOST = read.text("HOST", default="127.0.0.1")
PORT = read.number("PORT", default=8000, least=1, most=65_535)
WEB_SERVER = read.one_of("WEB_SERVER", "daphne", "uvicorn")

INSTALLED_APPS = [
    "config.apps.Admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "csp",
    "questionbank",
    "quiz",
    "leaderboard",
    "config",
]
MIDDLEWARE = [
    "config.headers.same_origin",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.headers.scripts_of_others",
    "config.static.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "config.not_allowed.NotAllowed",
    "config.unstorable.Unstorable",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


# Read on SQLite, too, which has no pool: a mistake is told at once, not on the day of the move.
_POOL = read.number("DATABASE_POOL", default=16, least=2, most=1_000)


def _database() -> dict[str, Any]:
    database: dict[str, Any] = environ.Env.db_url_config(DATABASE_URL)
    database["OPTIONS"] = _sqlite() if EMBEDDED else _postgresql()
    if EMBEDDED:
        name = read.text("TEST_DATABASE", default=str(DATA_DIR / "test.sqlite3"))
        database["TEST"] = {"NAME": name}
    return database


def _sqlite() -> dict[str, Any]:
    """None of these is Django's default; without them a receipt would not mean "on disk"."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }


def _postgresql() -> dict[str, Any]:
    """The threads of pages share connections: a process that rests keeps two of them.

    A dial that fails is soon given up, so that the next request dials again: the pool's own waits
    double, and would keep pages away long after PostgreSQL is back.
    """
    return {
        "connect_timeout": 3,
        "application_name": "contest",
        "tcp_user_timeout": 5_000,
        # Without these a line whose other end vanished after it took the request is waited on
        # for two hours.
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "pool": {
            "min_size": 2,
            "max_size": _POOL,
            "timeout": 5,
            "reconnect_timeout": 0.5,
        },
    }


DATABASES = {"default": _database()}
_HERE = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
# Wrong passwords are counted for all processes together where they share a Redis.
_SHARED = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "contest",
    "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
}
CACHES = {"default": _HERE, "signin": _SHARED if REDIS_URL else {**_HERE, "LOCATION": "signin"}}

# The first one signs nobody in: it says what the bank's grants allow, before any other is asked.
AUTHENTICATION_BACKENDS = [
    "questionbank.backends.GrantBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "signin-ask"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
HTTPS_ONLY = read.truth("HTTPS_ONLY", default=not EMBEDDED)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS_ONLY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        # Text becomes markup in one place only (frontend/static/editor/parsed.js).
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["server-parts"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "frontend" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Pictures of questions; every web process must see the same folder.
PICTURES_DIR = Path(read.text("PICTURES_DIR", default=str(DATA_DIR / "pictures")))
# What results are signed with; made by `manage.py make_signing_key`, embedded by itself.
SIGNING_KEY_FILE = Path(read.text("SIGNING_KEY_FILE", default=str(DATA_DIR / "signing.pem")))

STATIC_URL = "static/"
STATIC_ROOT = Path(read.text("STATIC_ROOT", default=str(ROOT / "staticfiles")))
STATICFILES_DIRS = [ROOT / "frontend" / "static"]
COLLECTED = read.truth("COLLECTED", default=False)
SERVESTATIC_USE_FINDERS = SERVESTATIC_AUTOREFRESH = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.static.HashedStaticFiles"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    # There is one format; a `format` in the address is a filter or nothing.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Science literacy contest",
    "DESCRIPTION": "Joining, results and public boards; docs/protocol.md describes the sockets.",
    "VERSION": "1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.describing.truthful",
    ],
}

# Answers that may wait for the disk in one process, and for how long, before a phone hears "busy".
JOURNAL_QUEUE = read.number("JOURNAL_QUEUE", default=20_000, least=1, most=1_000_000)
JOURNAL_WAIT_MS = read.number("JOURNAL_WAIT_MS", default=10_000, least=10, most=600_000)
# A region with fewer people is shown but not ranked: small places win and lose by luck.
BOARD_LEAST_PEOPLE = read.number("BOARD_LEAST_PEOPLE", default=100, least=0, most=1_000_000)
# Defined boards of one contest that need a store of their own: each takes memory in every process.
BOARD_MOST_DERIVED = read.number("BOARD_MOST_DERIVED", default=40, least=0, most=1_000)
# Minutes between looks for flags through an open round, and from its end to the last; 0 = none.
FLAGS_EVERY_MIN = read.number("FLAGS_EVERY_MIN", default=60, least=0, most=10_080)
FLAGS_AFTER_MIN = read.number("FLAGS_AFTER_MIN", default=10, least=0, most=10_080)
# How often changed boards are sent, and answers from other processes are looked for.
BOARD_TICK_MS = read.number("BOARD_TICK_MS", default=250, least=20, most=60_000)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {
        "one_line": {"()": "config.logs.OneLine"},
        "everyday": {"()": "config.logs.Everyday"},
        "no_links": {"()": "config.logs.NoLinks"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["one_line", "everyday", "no_links"],
        }
    },
    "root": {
        "handlers": ["console"],
        "level": read.one_of("LOG_LEVEL", "WARNING", "DEBUG", "INFO", "ERROR", "CRITICAL"),
    },
}
