"""Settings, read from the environment (`.env.example` lists every variable).

Without `DATABASE_URL` and `REDIS_URL` the embedded servers below the data folder are used.
"""

from pathlib import Path

import environ
import structlog
from csp.constants import NONCE, NONE, SELF

from mauntic import embedded
from mauntic.kernel.secrets import local_secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

EMBEDDED = not env.str("DATABASE_URL", default="")
DATA_DIR = embedded.default_data_dir()
DEBUG = env.bool("DEBUG", default=False)


def _secret(variable: str, file_name: str) -> str:
    value = env.str(variable, default="")
    return value or (local_secret(DATA_DIR / "secrets", file_name) if EMBEDDED else "")


SECRET_KEY = _secret("SECRET_KEY", "secret_key")
ENCRYPTION_KEYS = env.list("ENCRYPTION_KEYS", default=[]) or [_secret("ENCRYPTION_KEY", "encryption_key")]

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if EMBEDDED else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# -- Applications: one list per kind of schema ------------------------------------------------------
SHARED_APPS = [
    "django_tenants",
    "mauntic.tenants",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django_q",
    "mauntic.broker",
]
TENANT_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "knox",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "template_partials",
    "crispy_forms",
    "crispy_bootstrap5",
    "heroicons",
    "mauntic.accounts",
    "mauntic.events",
    "mauntic.crm",
    "mauntic.tracking",
    "mauntic.notifications",
    "lead_intelligence",
    "scoring",
    "revops",
    "mauntic.web",
]
INSTALLED_APPS = SHARED_APPS + [app for app in TENANT_APPS if app not in SHARED_APPS]

TENANT_MODEL = "tenants.Organization"
TENANT_DOMAIN_MODEL = "tenants.Domain"
SHOW_PUBLIC_IF_NO_TENANT_FOUND = True
# The search path is set when the organization or the connection changes or a transaction is rolled back, and
# not before every statement: that would double the number of statements.
TENANT_LIMIT_SET_CALLS = True
ROOT_URLCONF = "mauntic.urls"
PUBLIC_SCHEMA_URLCONF = "mauntic.urls_public"
ASGI_APPLICATION = "mauntic.asgi.application"
WSGI_APPLICATION = "mauntic.wsgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mauntic.tenants.middleware.OrganizationMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "mauntic.events.middleware.RequestCauseMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mauntic.web.middleware.AdminPolicyMiddleware",
    "mauntic.web.middleware.PersonalTimeZoneMiddleware",
    "mauntic.web.middleware.HtmxLoginMiddleware",
    "mauntic.web.middleware.KnownErrorMiddleware",
    "mauntic.web.middleware.StorableQueryMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "mauntic.web.context.shell",
            ],
        },
    },
    {  # For parts that come by the hundred; asked for by name.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# -- Data -------------------------------------------------------------------------------------------
_database = environ.Env.db_url_config(env.str("DATABASE_URL", default="") or embedded.default_urls().database)
# Connections that a process shares among its threads; without it each thread keeps its own. The web server
# sets it (`mauntic.asgi`): there each request is a thread.
_pool = env.int("DATABASE_POOL", default=0)
DATABASES = {
    "default": {
        **_database,
        "ENGINE": "django_tenants.postgresql_backend",
        "CONN_MAX_AGE": 0 if _pool else env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_database.get("OPTIONS", {}),
            **({"pool": {"min_size": 1, "max_size": _pool}} if _pool else {}),
        },
    },
}
DATABASE_ROUTERS = ("django_tenants.routers.TenantSyncRouter",)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="") or embedded.default_urls().redis
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "mauntic.tenants.context.cache_key",
    },
}

# -- Jobs -------------------------------------------------------------------------------------------
Q_CLUSTER = {
    "name": "mauntic",
    "orm": "default",
    "workers": 1,
    "timeout": 50,
    "retry": 60,
    "poll": 1,
    "catch_up": False,
    "save_limit": 50,
    "has_replica": False,
    "label": "Clock",
}

# -- People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mauntic.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_HTTPONLY = True
KNOX_TOKEN_MODEL = "accounts.ApiKey"  # noqa: S105 (a model's name)
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_TTL": None, "TOKEN_PREFIX": "mnt_", "AUTO_REFRESH": False}

# -- Mail -------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="mauntic@localhost")

# -- API --------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "mauntic.accounts.api.authentication.ApiKeyAuthentication",
        "mauntic.accounts.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["mauntic.kernel.api.parsers.StorableJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "mauntic.kernel.api.errors.handle",
    "COERCE_DECIMAL_TO_STRING": False,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Mauntic API",
    "DESCRIPTION": "Contacts, enrichment, scores. Sign in, or send `Authorization: Bearer <key>`.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "HealthLevel": "revops.models.HealthLevel",
        "SignalPriority": "scoring.models.signals.Priority",
    },
}

# -- Web --------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Collected, hashed and compressed files (`collectstatic`), or straight from the source folders.
COLLECTED_STATIC = env.bool("COLLECTED_STATIC", default=not EMBEDDED)
WHITENOISE_USE_FINDERS = not COLLECTED_STATIC
STORAGES = {
    "default": {
        "BACKEND": "django_tenants.files.storage.TenantFileSystemStorage",
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(DATA_DIR / "media"))
MULTITENANT_RELATIVE_MEDIA_ROOT = "%s"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
HTTPS = env.bool("HTTPS", default=not EMBEDDED)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

UNFOLD = {"SITE_TITLE": "Mauntic admin", "SITE_HEADER": "Mauntic", "SITE_URL": "/"}

# -- The outside ------------------------------------------------------------------------------------
MAUNTIC_HTTP_ALLOW_LOOPBACK = env.bool("MAUNTIC_HTTP_ALLOW_LOOPBACK", default=EMBEDDED)
# Calls to enrichment vendors that one worker process makes at once.
MAUNTIC_ENRICHMENT_CALLS = env.int("MAUNTIC_ENRICHMENT_CALLS", default=50)
# Requests a second that the tracking API takes of one write key.
MAUNTIC_TRACKING_REQUESTS_PER_SECOND = env.int("MAUNTIC_TRACKING_REQUESTS_PER_SECOND", default=1_000)

# -- Logs: one JSON object a line, with request, job and tenant ids ----------------------------------
LOG_JSON = env.bool("LOG_JSON", default=True)
_log_processors: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*_log_processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer() if LOG_JSON else structlog.dev.ConsoleRenderer(),
            "foreign_pre_chain": _log_processors,
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django_structlog": {"level": "INFO"},
        "django.server": {"propagate": True},
    },
}
