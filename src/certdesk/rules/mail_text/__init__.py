"""What a person's mail says: what is new in it, and which facts of an application stand where. Pure."""

from certdesk.rules.mail_text.found import Found, Person, Source, Span, Understanding
from certdesk.rules.mail_text.understand import understand_text

__all__ = ["Found", "Person", "Source", "Span", "Understanding", "understand_text"]
