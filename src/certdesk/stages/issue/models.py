"""Letters: one row from draft to register; the database itself keeps the two people apart."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from certdesk.cases.models import Case
from certdesk.ports.typesetter import LetterKind
from certdesk.sealing.fields import SealedJSONField, SealedTextField


class LetterState(models.TextChoices):
    """How far a letter has come."""

    DRAFTED = "drafted", "待审批"
    APPROVED = "approved", "待签发"
    SIGNED = "signed", "已签发"
    RETURNED = "returned", "已退回"
    SUPERSEDED = "superseded", "已被替代"
    REVOKED = "revoked", "已撤销"


_SIGNED = [LetterState.SIGNED, LetterState.SUPERSEDED, LetterState.REVOKED]


class Letter(models.Model):
    """A letter of an office. ``pdf_sha256`` is what was previewed; an approval names it (design rule 5)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in LetterKind])
    state = models.CharField(max_length=12, choices=LetterState.choices, default=LetterState.DRAFTED)
    series = models.CharField(max_length=24)  # office and year
    serial = models.PositiveIntegerField(null=True)  # empty once a returned draft gave its number back
    code = models.CharField(max_length=40, unique=True)  # 128 random bits, in the QR
    record = SealedJSONField()
    holder_masked = models.CharField(max_length=80)  # what the public page may show
    pdf_sha256 = models.CharField(max_length=64)

    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_sha256 = models.CharField(max_length=64, blank=True)
    return_reason = SealedTextField(blank=True, default="")

    signed_sha256 = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    signer_fingerprint = models.CharField(max_length=64, blank=True)
    specimen = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)  # superseded or revoked
    end_reason = models.CharField(max_length=200, blank=True)
    details_until = models.DateField(null=True)  # how long the public page shows details; empty: always
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")

    class Meta:
        """Four eyes, one number each, no signature on anything but the approved bytes."""

        constraints = [
            models.CheckConstraint(
                name="letter_four_eyes", condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by"))
            ),
            models.CheckConstraint(
                name="letter_approves_what_was_seen",
                condition=Q(approved_sha256="") | Q(approved_sha256=F("pdf_sha256")),
            ),
            models.CheckConstraint(
                name="letter_signed_after_approval",
                condition=~Q(state__in=_SIGNED)
                | (Q(approved_by__isnull=False) & ~Q(approved_sha256="") & ~Q(signed_sha256="")),
            ),
            models.UniqueConstraint(
                fields=["series", "serial"], name="letter_number_once", condition=Q(serial__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["case"],
                name="letter_one_draft_per_case",
                condition=Q(state__in=[LetterState.DRAFTED, LetterState.APPROVED]),
            ),
        ]
        indexes = [
            models.Index(fields=["signed_sha256"], name="letter_signed_sha256"),
            models.Index(fields=["pdf_sha256"], name="letter_pdf_sha256"),  # a changed letter is known by its head
            models.Index(fields=["state", "prepared_at"], name="letter_state"),
        ]

    @property
    def number(self) -> str:
        """Return the number that is printed on it; a returned draft has given it back."""
        return f"{self.series}-{self.serial:05d}" if self.serial is not None else ""


class SigningCertificate(models.Model):
    """A certificate that has signed letters, and whether the office still stands by its key."""

    fingerprint = models.CharField(max_length=64, unique=True)  # SHA-256 of the certificate
    subject = models.CharField(max_length=300)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    rehearsal = models.BooleanField()
    first_used_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)  # since when its signatures count no more
    reason = models.CharField(max_length=200, blank=True)


class EndKind(models.TextChoices):
    """What is to become of a letter that is wrong."""

    REVOKE = "revoke", "撤销"
    CORRECT = "correct", "撤销并更正重出"


class ProposalState(models.TextChoices):
    """How far a request has come."""

    OPEN = "open", "待批准"
    CONCLUDED = "concluded", "已批准"
    WITHDRAWN = "withdrawn", "已撤回"


class EndProposal(models.Model):
    """A request that a signed letter end; the database keeps the two people apart."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="end_proposals")
    kind = models.CharField(max_length=8, choices=EndKind.choices)
    reason = SealedTextField()  # its first line is shown to the public, the rest may be personal
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.OPEN)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Four eyes; one request at a time."""

        constraints = [
            models.UniqueConstraint(fields=["letter"], name="end_one_request", condition=Q(state=ProposalState.OPEN)),
            models.CheckConstraint(
                name="end_four_eyes",
                condition=~Q(state=ProposalState.CONCLUDED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
        ]


class TextState(models.TextChoices):
    """How far a wording has come."""

    PROPOSED = "proposed", "待批准"
    IN_FORCE = "in_force", "使用中"
    REPLACED = "replaced", "已被替代"
    WITHDRAWN = "withdrawn", "已撤回"


class LetterText(models.Model):
    """A wording of one kind of letter, written by one person and put in force by another."""

    kind = models.CharField(max_length=24)
    version = models.PositiveIntegerField()
    texts = models.JSONField()  # by block; facts stand in braces
    why = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=TextState.choices, default=TextState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Four eyes; one proposal and one wording in force at a time."""

        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="text_version_once"),
            models.UniqueConstraint(fields=["kind"], name="text_one_in_force", condition=Q(state=TextState.IN_FORCE)),
            models.UniqueConstraint(fields=["kind"], name="text_one_proposal", condition=Q(state=TextState.PROPOSED)),
            models.CheckConstraint(
                name="text_four_eyes",
                condition=~Q(state__in=[TextState.IN_FORCE, TextState.REPLACED])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
        ]
