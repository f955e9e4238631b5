"""What came in: every message and form, stored whole, each in one bucket."""

from django.conf import settings
from django.db import models

from certdesk.cases.models import Case, Channel
from certdesk.sealing.fields import SealedJSONField, SealedTextField


class Bucket(models.TextChoices):
    """Where a message ends; empty means it is stored and waits to be sorted."""

    APPLICATION = "application", "申请"
    SUPPLEMENT = "supplement", "补正"
    REPLY = "reply", "来信"
    DUPLICATE = "duplicate", "重复"
    AUTOMATIC = "automatic", "自动回复"
    BOUNCE = "bounce", "退信"
    PARKED = "parked", "待人工处理"


class ReceivedMessage(models.Model):
    """One mail or one form, byte for byte in the vault under its SHA-256 (电子签名法 art. 5, 6)."""

    channel = models.CharField(max_length=8, choices=Channel.choices)
    source = models.CharField(max_length=120)  # which mailbox, or "web"
    key = models.CharField(max_length=255)  # its name there: read twice, stored once
    folder = models.CharField(max_length=120, blank=True)
    arrived_at = models.DateTimeField()
    stored_at = models.DateTimeField()
    raw_sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    message_id = models.CharField(max_length=255, blank=True)
    content_key = models.CharField(max_length=64, blank=True)
    sender = SealedTextField(blank=True, default="")
    sender_index = models.CharField(max_length=40, blank=True, default="")
    holder_index = models.CharField(max_length=40, blank=True, default="")  # of the ID number the mail gives
    certificate_number = models.CharField(max_length=32, blank=True, default="")  # that the mail gives
    subject = SealedTextField(blank=True, default="")
    references = models.TextField(blank=True, default="")  # the thread it stands in, for our answer
    cloud_hosts = models.JSONField(default=list)  # of files left on a mail service (超大附件): hosts, never the links
    authentication = models.CharField(max_length=200, blank=True)  # SPF, DKIM and DMARC as the server saw them

    sender_doubts = models.JSONField(default=list)  # rules.sender_doubts.SenderDoubt
    understood = SealedJSONField(null=True)  # every value the mail gave, where it stood, whether it is sure

    bucket = models.CharField(max_length=12, blank=True, choices=Bucket.choices)
    reason = models.CharField(max_length=300, blank=True)  # in plain words, nothing personal
    attempts = models.PositiveSmallIntegerField(default=0)  # begun, not ended: the process died over it
    sorted_at = models.DateTimeField(null=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="messages")
    resolved_at = models.DateTimeField(null=True)  # parked: when somebody dealt with it
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    resolution = SealedTextField(blank=True, default="")  # somebody's words about somebody

    class Meta:
        """Read twice, stored once; sorted means a bucket."""

        constraints = [models.UniqueConstraint(fields=["source", "key"], name="message_once")]
        indexes = [
            models.Index(fields=["bucket", "resolved_at", "arrived_at"], name="message_bucket"),
            models.Index(fields=["content_key"], name="message_content"),
            models.Index(fields=["message_id"], name="message_message_id"),
            models.Index(fields=["sender_index"], name="message_sender"),
            models.Index(fields=["arrived_at"], name="message_arrived"),
        ]


class Opening(models.Model):
    """Which message a case began with; a mail about several people begins several cases."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="opening")
    message = models.ForeignKey(ReceivedMessage, on_delete=models.PROTECT, related_name="openings")
    person = models.PositiveSmallIntegerField(default=0)  # which of the people the message speaks of

    class Meta:
        """One case for each person of a message."""

        constraints = [models.UniqueConstraint(fields=["message", "person"], name="opening_once_per_person")]


class MailboxReading(models.Model):
    """The last time a mailbox was read, and how it went: a silent mailbox is an alarm."""

    source = models.CharField(max_length=120, unique=True)
    tried_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    census = models.JSONField(default=dict)  # messages on the server, by folder
    listed = models.JSONField(default=dict)  # of these, what the reading saw by name
    unstored = models.JSONField(default=dict)  # of those, what is not stored although it was seen
