"""What may not stand in a log: a progress link opens a case, and a verification code a letter, for whoever reads it."""

import logging
import re

STRUCK = (
    (re.compile(r"(/(?:p|submitted)/)[^/\s?\"']+"), r"\1…"),  # progress links, in paths and in referrers
    (
        re.compile(r"(/v/)(?!(?:keys|offline\.html)(?:[\s?\"']|$))[^/\s?\"'<>]+", re.IGNORECASE),
        r"\1…",
    ),  # codes, the same
    (re.compile(r"(?<![A-Za-z0-9])(?:[A-Z2-7]{26}|[A-Z2-7]{100,600})(?![A-Za-z0-9])"), "…"),  # codes anywhere else
)


class Discreet(logging.Formatter):
    """Strikes links and codes out of every line, whoever wrote it; out of what is said of an exception, too."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, struck out where it must be."""
        line = super().format(record)
        for pattern, instead in STRUCK:
            line = pattern.sub(instead, line)
        return line
