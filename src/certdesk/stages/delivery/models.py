"""What goes out: papers, mails as rows, and parcels or hand-overs."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from certdesk.cases.models import Case
from certdesk.ports.paper import HOLDERS_SECRET
from certdesk.sealing.fields import SealedJSONField, SealedTextField
from certdesk.stages.issue.models import Letter


class PaperState(models.TextChoices):
    """How far a paper has come."""

    WAITING = "waiting", "排版中"
    SET = "set", "已生成"
    FAILED = "failed", "没有生成"


class Paper(models.Model):
    """A notice, card or slip: written in the transaction of what it tells of, set afterwards."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=16)  # ports.paper.PaperKind
    cause = models.CharField(max_length=24)  # what led to it: a repeated cause writes nothing twice
    title = models.CharField(max_length=80)
    record = SealedJSONField()
    text_version = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=PaperState.choices, default=PaperState.WAITING)
    sha256 = models.CharField(max_length=64, blank=True)
    problem = SealedTextField(blank=True, default="")  # why it was not set: it may name a character of a name

    class Meta:
        """One paper for one cause; set means that there are bytes."""

        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "cause"], name="paper_once"),
            models.CheckConstraint(
                name="paper_set_has_bytes", condition=Q(state=PaperState.SET) & ~Q(sha256="") | ~Q(state=PaperState.SET)
            ),
        ]

    @property
    def opens_at_desk(self) -> bool:
        """Whether the office may look at it: the holder's code is not for its eyes (G-18)."""
        return bool(self.sha256) and self.kind not in HOLDERS_SECRET


class MailState(models.TextChoices):
    """How far an outgoing mail has come."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"


class OutboxMail(models.Model):
    """A mail to somebody, written in the transaction that caused it, sent after commit (design rule 7)."""

    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="outgoing")
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=120, unique=True)  # what caused it: a repeated cause sends nothing twice
    message_id = models.CharField(max_length=120, unique=True)
    recipient = SealedTextField()
    recipient_index = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)  # our own words: reference, nothing personal
    text = SealedTextField()
    html = SealedTextField(blank=True, default="")
    attachments = SealedJSONField(null=True)  # every try sends the same files
    encloses = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="mails")
    in_reply_to = models.CharField(max_length=255, blank=True)
    references = models.TextField(blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """Found by state and by recipient."""

        indexes = [
            models.Index(fields=["state", "created_at"], name="outbox_state"),
            models.Index(fields=["recipient_index", "created_at"], name="outbox_recipient"),
        ]


class HandOver(models.Model):
    """A letter on its way: a parcel with postage due (G-17), or collected at the counter (G-18)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="handovers")
    method = models.CharField(max_length=8)  # rules.business.DeliveryMethod
    carrier = models.CharField(max_length=40, blank=True)
    tracking = models.CharField(max_length=60, blank=True)
    pickup_code = models.CharField(max_length=12, blank=True)
    collected_at = models.DateTimeField(null=True)
    identity_checked = models.BooleanField(default=False)  # at the counter (G-18)
    collector = SealedTextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()


class BlankSetup(models.Model):
    """Where a certificate's values stand on an office's blank, for one printer."""

    office_code = models.CharField(max_length=8)
    name = models.CharField(max_length=40)
    layout = models.JSONField()  # rules.blank_layout.BlankLayout
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        """A name once an office."""

        constraints = [models.UniqueConstraint(fields=["office_code", "name"], name="blank_setup_once")]


class BlankFate(models.TextChoices):
    """What became of a blank."""

    USED = "used", "已使用"
    SPOILED = "spoiled", "已作废"


class Blank(models.Model):
    """A printed blank by its serial (流水码): what was printed on it, or that it was spoiled; none is forgotten."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="blanks")
    serial = models.CharField(max_length=40, unique=True)
    fate = models.CharField(max_length=8, choices=BlankFate.choices)
    reason = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        """One good blank a letter; a spoiled one has its reason."""

        constraints = [
            models.UniqueConstraint(fields=["letter"], name="blank_one_used", condition=Q(fate=BlankFate.USED)),
            models.CheckConstraint(name="blank_spoiled_why", condition=Q(fate=BlankFate.USED) | ~Q(reason="")),
        ]
