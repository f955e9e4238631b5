"""The mailbox of a rehearsal: mails as real people and real mail programs send them, from people who do not exist."""

from certdesk.adapters.sample_mailbox.write import write_sample_mailbox

__all__ = ["write_sample_mailbox"]
