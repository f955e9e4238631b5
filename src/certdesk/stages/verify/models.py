"""The transparency log: entries, the whole subtrees over them, signed heads. The database refuses to change any."""

from django.db import models

from certdesk.rules.log_leaf import LeafKind
from certdesk.stages.issue.models import Letter


class LogEntry(models.Model):
    """One leaf: what happened to a letter, in its canonical form."""

    index = models.PositiveBigIntegerField(primary_key=True)  # from nought, without gaps
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="log_entries")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in LeafKind])
    leaf = models.CharField(max_length=400)  # rules.log_leaf.Leaf.text
    hash = models.CharField(max_length=64)

    class Meta:
        """A letter is issued once and ends once."""

        constraints = [models.UniqueConstraint(fields=["letter", "kind"], name="log_once")]


class LogNode(models.Model):
    """The root of a whole subtree above the leaves (rules.merkle.Node)."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        """Each place once."""

        constraints = [models.UniqueConstraint(fields=["level", "index"], name="log_node_once")]


class LogCheckpoint(models.Model):
    """A signed head of the log, as it was handed out."""

    size = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    note = models.TextField()  # C2SP signed note


class LetterCheck(models.Model):
    """How often a letter was verified on one day."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="checks")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a day."""

        constraints = [models.UniqueConstraint(fields=["letter", "day"], name="check_once_a_day")]
