"""Puts the sample mails into a maildir, once each, as a delivery agent does."""

import os
from datetime import datetime
from pathlib import Path

from certdesk.adapters.sample_mailbox.letters import SAMPLES, Sample, sent_at

ENDING = "certdesk-sample"


def write_sample_mailbox(maildir: Path, *, at: datetime) -> None:
    """Deliver every sample mail that the maildir does not hold yet; a second call adds nothing."""
    for part in ("tmp", "new", "cur"):
        (maildir / part).mkdir(parents=True, exist_ok=True)
    held = {_sample_name(file.name) for part in ("new", "cur") for file in (maildir / part).iterdir()}
    for sample in SAMPLES:
        if sample.name not in held:
            _deliver(maildir, sample, sent_at(sample, at))


def _sample_name(file_name: str) -> str:
    """Return which sample a file is, whatever flags it has got since."""
    parts = file_name.partition(":2,")[0].split(".")
    return parts[1] if parts[-1] == ENDING and len(parts) > 2 else ""  # noqa: PLR2004 - moment, sample, ending


def _deliver(maildir: Path, sample: Sample, moment: datetime) -> None:
    name = f"{int(moment.timestamp())}.{sample.name}.{ENDING}"
    draft = maildir / "tmp" / name
    draft.write_bytes(sample.build(moment))
    os.utime(draft, (moment.timestamp(), moment.timestamp()))
    draft.replace(maildir / "new" / name)
