"""Mail in and out: the tolerant parser, the mailboxes (IMAP, maildir) and the outboxes (SMTP, rehearsal)."""
