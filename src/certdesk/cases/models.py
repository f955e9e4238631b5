"""The rows of the case file. Personal data is sealed from the first migration on (design rule 8)."""

from django.conf import settings
from django.db import models

from certdesk.rules.business import Business, DeliveryMethod, Outcome
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import Closure, State
from certdesk.rules.permissions import Role
from certdesk.sealing.fields import SealedTextField


def _choices(values: type) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in values]  # type: ignore[attr-defined]


class Channel(models.TextChoices):
    """Which door an application came through."""

    MAIL = "mail", "邮件"
    WEB = "web", "网上申请"


class Case(models.Model):
    """One application, from the first message to the archive."""

    reference = models.CharField(max_length=32, unique=True)
    series = models.CharField(max_length=24)  # office and year; serials run gapless within it
    serial = models.PositiveIntegerField()
    office_code = models.CharField(max_length=8)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    business = models.CharField(max_length=16, blank=True, choices=_choices(Business))  # empty: unclear
    state = models.CharField(max_length=24, choices=_choices(State))
    closure = models.CharField(max_length=16, blank=True, choices=_choices(Closure))
    received_at = models.DateTimeField()  # when it entered the mailbox or the form was sent (D-6)
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    certificate_number = models.CharField(max_length=32, blank=True)
    occupation = models.CharField(max_length=120, blank=True)
    direction = models.CharField(max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    recorded_item = SealedTextField(blank=True, default="")  # correction: what the certificate says (D-5)
    correct_item = SealedTextField(blank=True, default="")  # correction: what it should say
    correction_evidence = SealedTextField(blank=True, default="")  # correction: what proves it, in an officer's words
    letter_english = models.BooleanField(default=False)  # the proof with its English part, for use abroad
    delivery_method = models.CharField(max_length=8, blank=True, choices=_choices(DeliveryMethod))
    outcome = models.CharField(max_length=16, blank=True, choices=_choices(Outcome))  # set on acceptance

    # A projection of the history, so that a worklist can be sorted: transitions.project() alone writes it.
    due_on = models.DateField(null=True)
    due_provisional = models.BooleanField(default=False)

    history_count = models.PositiveIntegerField(default=0)
    history_head = models.CharField(max_length=64, blank=True)
    history_seal = models.CharField(max_length=64, blank=True)  # keyed: the last event cannot be cut off unseen

    class Meta:
        """Constraints the database keeps, whatever the code does."""

        constraints = [
            models.CheckConstraint(
                name="case_closed_iff_closure",
                condition=(
                    models.Q(state__in=[State.CLOSED, State.ARCHIVED]) & ~models.Q(closure="")
                    | ~models.Q(state__in=[State.CLOSED, State.ARCHIVED]) & models.Q(closure="")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["series", "serial"], name="case_series"),
            models.Index(fields=["office_code", "state", "due_on", "id"], name="case_worklist"),
            models.Index(fields=["certificate_number"], name="case_certificate"),
        ]


class PartyRole(models.TextChoices):
    """Who somebody is in a case."""

    HOLDER = "holder", "持证人"
    SENDER = "sender", "来信人"
    RECIPIENT = "recipient", "收件人"
    AGENT = "agent", "代办人"  # only where somebody writes for the holder


class Party(models.Model):
    """A person in a case. Everything that says who it is stands sealed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=12, choices=PartyRole.choices)
    name = SealedTextField(blank=True, default="")
    id_number = SealedTextField(blank=True, default="")
    id_index = models.CharField(max_length=40, blank=True, default="")
    telephone = SealedTextField(blank=True, default="")
    telephone_index = models.CharField(max_length=40, blank=True, default="")
    email = SealedTextField(blank=True, default="")
    email_index = models.CharField(max_length=40, blank=True, default="")
    address = SealedTextField(blank=True, default="")

    class Meta:
        """One row per role; found by blind index only."""

        constraints = [models.UniqueConstraint(fields=["case", "role"], name="party_once_per_role")]
        indexes = [
            models.Index(fields=["id_index"], name="party_id_number"),
            models.Index(fields=["telephone_index"], name="party_telephone"),
            models.Index(fields=["email_index"], name="party_email"),
        ]


class Event(models.Model):
    """One thing that happened. Never changed, never removed: triggers in the database see to it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=_choices(EventKind))
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    actor_label = models.CharField(max_length=80)  # staff name as it was then; "系统"; "申请人"
    data = models.JSONField(default=dict)  # nothing personal: clauses, counts, hashes, references
    note = SealedTextField(blank=True, default="")  # free text may be personal
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """One chain per case."""

        ordering = ["case_id", "seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_once_per_seq")]


class Counter(models.Model):
    """A gapless number series; its row is locked while a number is taken."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.PositiveIntegerField(default=0)


class Membership(models.Model):
    """What somebody may do, and in which office."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    office_code = models.CharField(max_length=8)
    role = models.CharField(max_length=16, choices=_choices(Role))

    class Meta:
        """A role once."""

        constraints = [
            models.UniqueConstraint(fields=["user", "office_code", "role"], name="membership_once"),
        ]
