"""Settings, read from the environment (`.env.example` lists every variable).

Without `DATABASE_URL` and `REDIS_URL` the embedded servers below the data folder are used.
"""

from pathlib import Path

import environ
import structlog
from csp.constants import NONCE, NONE, SELF

from mauntic import admin_look, embedded
from mauntic.kernel import cache
from mauntic.kernel.api.tags import ABOUT, TAGS
from mauntic.kernel.db.server import NETWORK, POOL
from mauntic.kernel.requests.bodies import DEFAULT_BYTES
from mauntic.kernel.secrets import local_secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

EMBEDDED = not env.str("DATABASE_URL", default="")
DATA_DIR = embedded.default_data_dir()
DEBUG = env.bool("DEBUG", default=False)
# A part of a page that fails is replaced by a panel; whoever develops wants the error instead.
RAISE_PART_ERRORS = DEBUG


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
    "unfold.apps.BasicAppConfig",
    "mauntic.web.apps.AdministrationConfig",
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
    "mauntic.delivery",
    "mauntic.notifications",
    "mauntic.automation",
    "lead_intelligence",
    "scoring",
    "revops",
    "mauntic.journeys",
    "mauntic.web",
]
# The first app that has a template gives it: django-tenants has pages of the admin that lack Unfold's style.
INSTALLED_APPS = list(dict.fromkeys(["unfold.apps.BasicAppConfig", *SHARED_APPS, *TENANT_APPS]))

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
    "mauntic.web.middleware.probes.ProbeMiddleware",
    "mauntic.kernel.requests.proxies.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mauntic.web.middleware.api_errors.ApiErrorMiddleware",
    "mauntic.web.middleware.outages.OutageMiddleware",
    "mauntic.tenants.middleware.OrganizationMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mauntic.kernel.requests.log.RequestLogMiddleware",
    "mauntic.events.middleware.RequestCauseMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mauntic.web.middleware.pages.AdminPolicyMiddleware",
    "mauntic.web.middleware.pages.PersonalTimeZoneMiddleware",
    "mauntic.web.middleware.pages.PrivatePagesMiddleware",
    "mauntic.web.middleware.sessions.SessionEndMiddleware",
    "mauntic.web.middleware.bodies.BodyLimitMiddleware",
    "mauntic.web.middleware.pages.KnownErrorMiddleware",
    "mauntic.kernel.pages.once.OnceMiddleware",
    "mauntic.web.middleware.pages.StorableQueryMiddleware",
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
                "mauntic.web.shell.context.shell",
            ],
        },
    },
    {  # For parts that come by the hundred; asked for by name.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "mauntic.kernel.pages.jinja.environment"},
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
# Milliseconds after which a statement is given up; 0 is never. The web server sets it: nobody waits longer
# for a page, and a page that asks too much must not hold a connection.
_statement_timeout = env.int("STATEMENT_TIMEOUT_MS", default=0)
DATABASES = {
    "default": {
        **_database,
        "ENGINE": "django_tenants.postgresql_backend",
        "CONN_MAX_AGE": 0 if _pool else env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **NETWORK,
            **_database.get("OPTIONS", {}),
            **({"pool": POOL | {"max_size": _pool}} if _pool else {}),
            **({"options": f"-c statement_timeout={_statement_timeout}"} if _statement_timeout else {}),
        },
    },
}
DATABASE_ROUTERS = ("django_tenants.routers.TenantSyncRouter",)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="") or embedded.default_urls().redis
_cache = {
    "LOCATION": REDIS_URL,
    "KEY_FUNCTION": "mauntic.tenants.context.cache_key",
    "OPTIONS": cache.CONNECTION,
}
CACHES = {
    "default": {"BACKEND": "mauntic.kernel.cache.OpenRedisCache", **_cache},
    # For what must not be forgotten: it raises while Redis is away.
    "exact": {"BACKEND": "django.core.cache.backends.redis.RedisCache", **_cache},
}

# Seconds to wait for a Redis that does not answer before a message is left to the sweep.
REDIS_TIMEOUT = env.float("REDIS_TIMEOUT", default=5)

# -- Jobs -------------------------------------------------------------------------------------------
Q_CLUSTER = {
    "name": "mauntic",
    "orm": "default",
    "broker_class": "mauntic.broker.clock.ClockQueue",
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
_validators = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validators}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "mauntic.accounts.passwords.PaddedPasswordValidator"},
    {
        "NAME": f"{_validators}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "mauntic.web.middleware.sessions.csrf_failure"
ACCOUNT_ADAPTER = "mauntic.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# Tells people of a changed password, and strangers nothing about who is here.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Seconds for which a password that was given opens keys, roles and invitations.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Failed sign-ins: per client address, and per account (`accounts.adapter` says what that counts).
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,100/h/ip,5/5m/key"}
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
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "mauntic.accounts.api.permissions.KeyScopePermission",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["mauntic.accounts.api.throttling.ApiKeyThrottle"],
    # The address is in REMOTE_ADDR already (`kernel.requests.proxies`): no header is to be read.
    "NUM_PROXIES": 0,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["mauntic.kernel.api.parsers.StorableJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "mauntic.kernel.api.schema.Schema",
    "EXCEPTION_HANDLER": "mauntic.kernel.api.errors.handle",
    "COERCE_DECIMAL_TO_STRING": False,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Mauntic API",
    "DESCRIPTION": ABOUT,
    "TAGS": [{"name": tag.name, "description": tag.description} for tag in TAGS],
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": "/", "description": "The organization at whose host you read this"}],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "COMPONENT_SPLIT_REQUEST": True,
    "CAMELIZE_NAMES": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "AgentVendor": "revops.agents.llm.labels.VENDOR_CHOICES",
        "ConditionOperator": "mauntic.kernel.conditions.Operator",
        "CustomFieldKind": "mauntic.crm.fields.models.FieldType",
        "CustomFieldOwner": "mauntic.crm.fields.models.FieldOwner",
        "EnrichedField": "lead_intelligence.leads.api.ALL_FIELDS",
        "FieldToAskFor": "lead_intelligence.leads.api.FIELDS_TO_ASK_FOR",
        "HealthLevel": "revops.health.models.HealthLevel",
        "MailboxState": "mauntic.delivery.mailboxes.models.State",
        "MessageState": "mauntic.delivery.messages.models.MessageState",
        "ResearchType": "revops.agents.research.api.serializers.TYPES",
        "SegmentKind": "mauntic.crm.segments.models.SegmentKind",
        "SignalPriority": "scoring.signals.models.Priority",
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
        # Uploads hold people's data: only the account that runs the product reads them.
        "OPTIONS": {"directory_permissions_mode": 0o700, "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(DATA_DIR / "media"))
MULTITENANT_RELATIVE_MEDIA_ROOT = "%s"
# The scoring settings are one form: 300 factors of ten inputs each, and more for long conditions.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = DEFAULT_BYTES
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
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"

# English is the only language shipped: no LocaleMiddleware, whose choice would vary every page by a header.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "mauntic.kernel.locales"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
UNFOLD = admin_look.LOOK

# Networks of the proxies whose X-Forwarded-For is believed; "socket" for one that calls by a socket file.
MAUNTIC_TRUSTED_PROXIES = env.list("MAUNTIC_TRUSTED_PROXIES", default=[])
# The port in links of mails, where it is not the usual one of the scheme.
MAUNTIC_PUBLIC_PORT = env.int("MAUNTIC_PUBLIC_PORT", default=0)

# -- The outside ------------------------------------------------------------------------------------
MAUNTIC_HTTP_ALLOW_LOOPBACK = env.bool("MAUNTIC_HTTP_ALLOW_LOOPBACK", default=EMBEDDED)
# Other addresses and servers of Google and Microsoft 365, for separate clouds and for tests, by provider:
# the names are those of `mauntic.delivery.sign_in.domain.providers.Provider`.
MAUNTIC_MAIL_PROVIDERS = env.json("MAUNTIC_MAIL_PROVIDERS", default={})
# Whether people may enter mail servers in private networks, such as the company's own.
MAUNTIC_MAIL_PRIVATE_SERVERS = env.bool("MAUNTIC_MAIL_PRIVATE_SERVERS", default=EMBEDDED)
# Whether OpenAI-compatible AI servers may be in private networks, such as Ollama in the company's own.
MAUNTIC_LLM_PRIVATE_SERVERS = env.bool("MAUNTIC_LLM_PRIVATE_SERVERS", default=EMBEDDED)
# Other addresses of the APIs of e-mail services, by service and region: for tests.
MAUNTIC_MAIL_SERVICES = env.json("MAUNTIC_MAIL_SERVICES", default={})
# Calls to enrichment vendors that one worker process makes at once.
MAUNTIC_ENRICHMENT_CALLS = env.int("MAUNTIC_ENRICHMENT_CALLS", default=50)
# Days for which runs of workflows and journeys are kept after they ended.
MAUNTIC_RUNS_KEPT_DAYS = env.int("MAUNTIC_RUNS_KEPT_DAYS", default=365)
# An address that answers for all company sites that research reads: for the demo and tests.
MAUNTIC_RESEARCH_GATEWAY = env.str("MAUNTIC_RESEARCH_GATEWAY", default="")
# Servers that answer questions about sending domains, as host or host:port; none asks those of this machine.
MAUNTIC_DNS_SERVERS = env.list("MAUNTIC_DNS_SERVERS", default=[])
# Requests a minute that the API takes of one key.
MAUNTIC_API_REQUESTS_PER_MINUTE = env.int("MAUNTIC_API_REQUESTS_PER_MINUTE", default=1_200)
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
    "filters": {"paths": {"()": "mauntic.kernel.requests.log.RedactPaths"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "structured", "filters": ["paths"]},
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django_structlog": {"level": "INFO"},
        "django.server": {"propagate": True},
        # It names each of its detectors for each bounce, and logs the failures that we catch.
        "flufl.bounce": {"level": "CRITICAL"},
    },
}
