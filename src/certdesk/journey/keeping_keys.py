"""Sealing rows anew after a key rotation, in small transactions that may stop anywhere."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from certdesk.sealing.cipher import sealed_under_current_key
from certdesk.sealing.fields import SealedTextField, desk_keys, sealed_fields

BATCH = 200


def reseal_all() -> int:
    """Seal every row of every model under the current key; return how many rows changed."""
    return sum(_reseal(model, sealed_fields(model)) for model in apps.get_models() if sealed_fields(model))


def _reseal(model: type[models.Model], fields: list[SealedTextField]) -> int:
    return sum(_reseal_batch(model, fields, keys) for keys in _batches(model))


def _batches(model: type[models.Model]) -> Iterator[list[int]]:
    last = 0
    while True:
        keys = list(model._default_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])  # noqa: SLF001  # Django's documented API
        if not keys:
            return
        yield keys
        last = keys[-1]


def _reseal_batch(model: type[models.Model], fields: list[SealedTextField], keys: list[int]) -> int:
    """Lock a few rows, and write those whose sealed text names an older key."""
    names = [field.name for field in fields]
    with transaction.atomic():
        rows = list(model._default_manager.select_for_update().filter(pk__in=keys))  # noqa: SLF001  # as above
        old = _under_old_keys(model, fields, keys)
        changed = [row for row in rows if row.pk in old]
        for row in changed:
            row.save(update_fields=names)
        return len(changed)


def _under_old_keys(model: type[models.Model], fields: list[SealedTextField], keys: list[int]) -> set[int]:
    ring = desk_keys()
    raw = {field.name + "_raw": Cast(field.name, models.TextField()) for field in fields}
    rows = model._default_manager.filter(pk__in=keys).annotate(**raw).values_list("pk", *raw)  # noqa: SLF001  # as above
    return {pk for pk, *texts in rows if any(text and not sealed_under_current_key(ring, text) for text in texts)}
