"""What may not stand in a log: a progress link opens a case for whoever reads it."""

import logging
import re

PROGRESS_TOKEN = re.compile(r"(/(?:p|submitted)/)[^/\s?\"']+")


class WithoutLinks(logging.Filter):
    """Strikes the token out of every line that names a progress page, errors of the framework included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the line pass, its tokens struck out."""
        text = record.getMessage()
        if PROGRESS_TOKEN.search(text):
            record.msg, record.args = PROGRESS_TOKEN.sub(r"\1…", text), None
        return True
