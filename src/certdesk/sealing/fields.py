"""Model fields for personal data: sealed on the way to the database, opened on the way back."""

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

from certdesk.sealing import cipher
from certdesk.sealing.key_ring import KeyRing, load_key_ring


def desk_keys() -> KeyRing:
    """Return the key ring the settings point to."""
    return load_key_ring(settings.CERTDESK_KEY_FILE, settings.CERTDESK_KEY_RING)


if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
else:  # Django's own class is not generic at run time
    _Text = models.TextField


class SealedTextField(_Text):
    """A text nobody reads from the database without the keys; empty stays empty."""

    @property
    def context(self) -> str:
        """Bind a value to its column, so that it cannot be moved to another."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001  # Django's documented API

    def get_prep_value(self, value: Any) -> Any:
        """Seal."""
        text = super().get_prep_value(value)
        return cipher.seal_text(desk_keys(), text, self.context) if text else text

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """Open."""
        return cipher.open_text(desk_keys(), value, self.context) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse to search: a sealed value never equals anything. Search its blind index."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed; look it up by its blind index")


class SealedJSONField(SealedTextField):
    """A JSON value, sealed whole."""

    if TYPE_CHECKING:  # any JSON value, not a text
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        """Write as JSON, then seal."""
        return None if value is None else super().get_prep_value(json.dumps(value, ensure_ascii=False))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """Open, then read the JSON."""
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else None

    def to_python(self, value: Any) -> Any:
        """Leave the value as it is: it is not text."""
        return value


def index_of(context: str, text: str) -> str:
    """Return the blind index of ``text`` under the desk's keys."""
    return cipher.blind_index(desk_keys(), text, context)


def sealed_fields(model: type[models.Model]) -> list[SealedTextField]:
    """Return the sealed columns of a model, for rotation."""
    return [field for field in model._meta.local_fields if isinstance(field, SealedTextField)]  # noqa: SLF001
