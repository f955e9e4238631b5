"""The evidence: files as received, what was read from them, look-ups by officers, notices of what is missing."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from certdesk.cases.models import Case
from certdesk.sealing.fields import SealedJSONField, SealedTextField


class ReadingState(models.TextChoices):
    """How far the reading of a file has come; every file ends in one somebody sees."""

    WAITING = "waiting", "待识别"
    READ = "read", "已识别"
    UNREADABLE = "unreadable", "无法识别"
    FAILED = "failed", "识别失败，请人工查看"


class EvidenceFile(models.Model):
    """A file of a case, kept byte for byte in the vault."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    name = SealedTextField(blank=True, default="")  # people put names and numbers into file names
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    screen_sha256 = models.CharField(max_length=64, blank=True)  # watermarked copy for screens
    material = models.CharField(max_length=24, blank=True)  # rules.business.Material, "unknown", or "" (not yet)
    claimed = models.CharField(max_length=24, blank=True)  # what the form's field said it is
    classified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    reading_state = models.CharField(max_length=12, choices=ReadingState.choices, default=ReadingState.WAITING)
    advice = models.CharField(max_length=300, blank=True)  # for the holder: what to do better

    class Meta:
        """The same content once per case."""

        constraints = [models.UniqueConstraint(fields=["case", "sha256"], name="evidence_once")]
        indexes = [models.Index(fields=["sha256"], name="evidence_sha256")]


class StoredReading(models.Model):
    """What one engine read from one file; kept with its version so that it can be repeated and compared."""

    file = models.ForeignKey(EvidenceFile, on_delete=models.CASCADE, related_name="readings")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24)
    confidence = models.FloatField()
    fields = SealedJSONField(default=dict)
    id_index = models.CharField(max_length=40, blank=True, default="")  # of an ID number surely read
    quality = models.JSONField(default=dict)
    engine = models.CharField(max_length=60, blank=True)
    version = models.CharField(max_length=60, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        """In order of appearance."""

        ordering = ["file_id", "position"]
        indexes = [models.Index(fields=["id_index"], name="reading_id_number")]


class HeldUpload(models.Model):
    """A file somebody chose in a form that is not sent yet: read at once, so that the form can help."""

    sha256 = models.CharField(max_length=64, unique=True)
    held_at = models.DateTimeField()
    reading_state = models.CharField(max_length=12, choices=ReadingState.choices, default=ReadingState.WAITING)
    readings = SealedJSONField(null=True)
    advice = models.CharField(max_length=300, blank=True)

    class Meta:
        """The oldest are swept away."""

        indexes = [models.Index(fields=["held_at"], name="held_oldest")]


class LikenessBand(models.Model):
    """One of sixteen pieces of how a picture looks; pictures that share a piece are compared whole."""

    file = models.ForeignKey(EvidenceFile, on_delete=models.CASCADE, related_name="likeness")
    picture = models.PositiveSmallIntegerField()  # of a file with several
    band = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()

    class Meta:
        """Found by piece."""

        indexes = [models.Index(fields=["band", "value"], name="likeness_band")]


class LookUp(models.Model):
    """An officer's own look-up, or an entry of the imported register: the confirmation of G-05."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lookups")
    site = models.CharField(max_length=40)  # a code of guide.lookup_sites, or "register"
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    found = models.BooleanField()
    entry = SealedJSONField(null=True)  # what it showed; the letter prints from here only
    screenshot_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        """A look-up by hand names its officer."""

        constraints = [
            models.CheckConstraint(name="lookup_has_officer", condition=Q(site="register") | Q(by__isnull=False))
        ]


class SupplementNotice(models.Model):
    """One notice that lists everything missing (D-7)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    items = models.JSONField()  # codes of what is missing, with clauses
    words = SealedTextField(blank=True, default="")  # the officer's own sentence to the holder
    sent_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
