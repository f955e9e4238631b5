"""Mails that no person wrote, and what the receiving server found out about the sender."""

import re

from certdesk.adapters.mail.headers import Headers, message_ids, parameters
from certdesk.adapters.mail.structure import Entity
from certdesk.ports.mail_parser import Authentication, AutomaticKind

VACATION_SUBJECT = re.compile(
    r"^\s*[\[【]?(?:自动回复|自动答复|自動回覆|自動回復|"
    r"auto(?:matic)?[ -]?(?:reply|response|replied)|out of office)",
    re.IGNORECASE,
)
BOUNCE_SUBJECT = re.compile(
    r"^\s*(?:系统退信|退信|邮件退回|undeliver|delivery (?:status|failure|has failed)|"
    r"returned mail|mail delivery failed|failure notice)",
    re.IGNORECASE,
)
BOUNCE_SENDER = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|bounce[s]?)@", re.IGNORECASE)
ROBOT_SENDER = re.compile(r"^(?:no-?reply|do-?not-?reply|noreply[a-z0-9._-]*|notification[s]?)@", re.IGNORECASE)
VACATION_HEADERS = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponse", "x-vacation")
LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "list-help")
AUTO_SUBMITTED = {"auto-replied": AutomaticKind.VACATION, "auto-generated": AutomaticKind.OTHER,
                  "auto-notified": AutomaticKind.OTHER}  # fmt: skip
PRECEDENCE = {"auto_reply": AutomaticKind.VACATION, "bulk": AutomaticKind.LIST, "list": AutomaticKind.LIST,
              "junk": AutomaticKind.LIST}  # fmt: skip
TOKEN = re.compile(r"[^a-z-].*")  # a comment or parameter behind the keyword
VERDICT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]{2,12})", re.IGNORECASE)
ORIGINAL_ID = re.compile(
    rb"^(?:original-)?message-id[ \t]*:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,998}>)", re.IGNORECASE | re.MULTILINE
)


def automatic_kind(headers: Headers, sender: str) -> AutomaticKind | None:
    """Say why nobody wrote this mail, or None when a person may have."""
    main, found = parameters(headers.raw("content-type"))
    if main == "multipart/report":
        report = found.get("report-type", "").lower()
        return AutomaticKind.RECEIPT if "disposition" in report else AutomaticKind.BOUNCE
    return _by_sender(headers, sender) or _by_headers(headers)


def _by_sender(headers: Headers, sender: str) -> AutomaticKind | None:
    """Judge by who sends: an empty return path is never a person's (RFC 5321)."""
    subject = headers.text("subject")
    if VACATION_SUBJECT.match(subject):
        return AutomaticKind.VACATION
    null_path = headers.raw("return-path").strip() == b"<>"
    if BOUNCE_SENDER.match(sender) or ((null_path or not sender) and BOUNCE_SUBJECT.match(subject)):
        return AutomaticKind.BOUNCE
    if null_path or ROBOT_SENDER.match(sender):
        return AutomaticKind.OTHER
    return None


def _by_headers(headers: Headers) -> AutomaticKind | None:
    """Judge by the fields that programs set about themselves."""
    submitted = TOKEN.sub("", headers.text("auto-submitted").lower())
    if submitted and submitted != "no":
        return AUTO_SUBMITTED.get(submitted, AutomaticKind.OTHER)
    if any(name in headers.fields for name in VACATION_HEADERS):
        return AutomaticKind.VACATION
    if any(name in headers.fields for name in LIST_HEADERS):
        return AutomaticKind.LIST
    return PRECEDENCE.get(headers.text("precedence").lower())


def bounced_id(headers: Headers, leaves: list[Entity]) -> str:
    """Find the Message-ID of our mail that a bounce speaks of."""
    own = headers.raw("message-id")
    for leaf in reversed(leaves):
        for match in ORIGINAL_ID.finditer(leaf.buffer, leaf.body_start, min(leaf.end, leaf.body_start + 65_536)):
            if match[1] not in own:
                return match[1].decode("ascii", "replace")
    earlier = message_ids(headers.raw("in-reply-to")) or message_ids(headers.raw("references"))
    return earlier[-1] if earlier else ""


def authentication(headers: Headers) -> Authentication:
    """Read the verdicts of the topmost Authentication-Results: the receiving server wrote it last."""
    verdicts = {name.lower(): value.lower() for name, value in VERDICT.findall(headers.text("authentication-results"))}
    spf = verdicts.get("spf") or headers.text("received-spf").partition(" ")[0].lower()
    return Authentication(spf, verdicts.get("dkim", ""), verdicts.get("dmarc", ""))
