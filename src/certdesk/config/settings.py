"""Settings. Everything an operator may change is an environment variable; docs/operations.md lists them."""

import os
from base64 import b64encode
from pathlib import Path

import dj_database_url
from csp.constants import SELF

from certdesk.sealing.key_ring import KeysMissing, load_key_ring

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # single characters only: 13 MB instead of 57

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("CERTDESK_HOME", "var")).absolute()

CERTDESK_KEY_FILE = Path(os.environ.get("CERTDESK_KEY_FILE", HOME / "keys.json"))
CERTDESK_KEY_RING = os.environ.get("CERTDESK_KEY_RING", "")
CERTDESK_GUIDE = os.environ.get("CERTDESK_GUIDE", "")
CERTDESK_VAULT = Path(os.environ.get("CERTDESK_VAULT", HOME / "vault"))
CERTDESK_SIGNING = Path(os.environ.get("CERTDESK_SIGNING", HOME / "signing"))
CERTDESK_SIGNING_P12 = os.environ.get("CERTDESK_SIGNING_P12", "")
CERTDESK_SIGNING_PASSPHRASE = os.environ.get("CERTDESK_SIGNING_PASSPHRASE", "")
CERTDESK_SIGNING_ROOTS = [path for path in os.environ.get("CERTDESK_SIGNING_ROOTS", "").split(":") if path]
CERTDESK_SIGNING_PKCS11 = os.environ.get("CERTDESK_SIGNING_PKCS11", "")  # module|token label|key label
CERTDESK_SIGNING_CHAIN = os.environ.get("CERTDESK_SIGNING_CHAIN", "")  # the token's certificates, PEM, its own first
CERTDESK_SIGNING_CRLS = [path for path in os.environ.get("CERTDESK_SIGNING_CRLS", "").split(":") if path]
CERTDESK_TSA_URL = os.environ.get("CERTDESK_TSA_URL", "")
CERTDESK_TSA_ROOTS = [path for path in os.environ.get("CERTDESK_TSA_ROOTS", "").split(":") if path]
CERTDESK_OPERATOR_MAIL = os.environ.get("CERTDESK_OPERATOR_MAIL", "")
CERTDESK_NOTARY_KEYS = os.environ.get("CERTDESK_NOTARY_KEYS", "")
CERTDESK_CHECKPOINTS = Path(os.environ.get("CERTDESK_CHECKPOINTS", HOME / "checkpoints"))
CERTDESK_CHECKPOINT_MAIL = os.environ.get("CERTDESK_CHECKPOINT_MAIL", "")
CERTDESK_FONTS = os.environ.get("CERTDESK_FONTS", "")
CERTDESK_BASE_URL = os.environ.get("CERTDESK_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
CERTDESK_MAILBOX = os.environ.get("CERTDESK_MAILBOX", f"maildir:{HOME / 'mailbox'}")
CERTDESK_OUTBOX = os.environ.get("CERTDESK_OUTBOX", f"maildir:{HOME / 'outbox'}")
CERTDESK_READER = os.environ.get("CERTDESK_READER", "rapidocr")
CERTDESK_COUNT_EVERY = 3.0  # seconds for which verifications are counted before they are written
CERTDESK_MISSES = 20  # verification codes that nobody gave out, from one address in ten minutes
_IN_MEMORY = "django.core.cache.backends.locmem.LocMemCache"  # of each web process
CACHES = {
    "default": {"BACKEND": _IN_MEMORY},
    # by itself and large: whoever has many addresses does not push a count out that is still growing
    "guesses": {"BACKEND": _IN_MEMORY, "LOCATION": "guesses", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}
CERTDESK_MAX_UPLOAD_BYTES = 30 * 1024 * 1024  # one application with all its pictures


def _secret_key() -> str:
    """Derive Django's key from the ring; without one (type checks, first set-up) nothing that needs it runs."""
    try:
        return b64encode(load_key_ring(CERTDESK_KEY_FILE, CERTDESK_KEY_RING).web).decode()
    except KeysMissing:
        return ""


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("CERTDESK_DEBUG", "") == "1"
HTTPS = CERTDESK_BASE_URL.startswith("https://")
ALLOWED_HOSTS = os.environ.get("CERTDESK_HOSTS", "*" if DEBUG else "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [CERTDESK_BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "certdesk.cases",
    "certdesk.stages.intake",
    "certdesk.stages.evidence",
    "certdesk.stages.decision",
    "certdesk.stages.issue",
    "certdesk.stages.delivery",
    "certdesk.stages.verify",
    "certdesk.adapters.job_queue",
    "certdesk.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "certdesk.web.language.LanguageMiddleware",
    "certdesk.web.limits.UploadBound",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "certdesk.config.urls"
WSGI_APPLICATION = "certdesk.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "certdesk.web.folding.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# -- database: SQLite durable and patient by default, PostgreSQL by one setting
_SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;",
}
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{HOME / 'certdesk.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE
else:  # a database that does not answer is away: pages say so in seconds (tcp_user_timeout: in milliseconds)
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5, "tcp_user_timeout": 10_000} | DATABASES["default"].get(
        "OPTIONS", {}
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- sign-in
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:worklist"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:start"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "certdesk.web.accounts.StaffOnlyAdapter"
ACCOUNT_RATE_LIMITS = False  # axes counts failed sign-ins in the database, for all processes
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # by name alone anybody could lock an officer out
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "CertDesk"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "certdesk.web.errors.csrf_failed"

# -- what a browser may do
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # text fields; files stream to disk
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

# -- language: Chinese is the source; public pages also speak English
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# -- logs carry case references only, no links and no codes
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "certdesk.web.log_lines.Discreet",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("CERTDESK_LOG", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "granian.access": {"handlers": ["console"], "propagate": False},  # silent unless somebody turns it on
        "django.server": {"handlers": ["console"], "propagate": False},
    },
}
