"""What may be said of a failure: which error and where, without the values it carries."""

import re
from collections.abc import Iterator
from traceback import walk_tb

from certdesk.ports.mailbox import MailboxUnreachable
from certdesk.ports.signer import SigningUnavailable

SPEAKING = (MailboxUnreachable, SigningUnavailable)  # their text is written for the operator, about no holder
FRAMES = 4
LENGTH = 400
TELLING = re.compile(r"[^\s@<>]+@[^\s@<>]+|[0-9０-９]{6,}[Xx]?")  # mail addresses and long numbers, even so


def describe(error: BaseException) -> str:
    """Return the error's class and the innermost places it came through, and its text only where that is safe.

    Any other text may quote a name, an address or a line of a mail.
    """
    said = f": {TELLING.sub('***', str(error))}" if isinstance(error, SPEAKING) else ""
    cause = error.__cause__ or error.__context__
    behind = f" after {type(cause).__qualname__}" if cause else ""
    places = " < ".join(list(_places(error))[: -FRAMES - 1 : -1])
    return f"{type(error).__qualname__}{said}{behind} at {places}"[:LENGTH]


def _places(error: BaseException) -> Iterator[str]:
    """Yield module, line and function of each frame, outermost first."""
    for frame, line in walk_tb(error.__traceback__):
        yield f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
