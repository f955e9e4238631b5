"""What a mail's text says of an application: every value with its place, sure or not, and why."""

from collections.abc import Collection, Mapping

from certdesk.rules.business import Business
from certdesk.rules.business_words import BusinessWords, recognise_business
from certdesk.rules.certificate_number import NumberingScheme
from certdesk.rules.mail_text.delivery import find_addressee
from certdesk.rules.mail_text.found import Found, Source, Understanding
from certdesk.rules.mail_text.people import find_agent, find_people
from certdesk.rules.mail_text.reading import open_text, vocabulary
from certdesk.rules.wording import Sentence

TEXT_LIMIT = 20_000  # characters that are looked at; an application is shorter


def understand_text(  # noqa: PLR0913 - three texts, and what the guide knows
    subject: str,
    text: str,
    *,
    words: Mapping[Business, BusinessWords],
    scheme: NumberingScheme,
    this_year: int,
    occupations: Collection[str] = (),
    office_telephones: Collection[str] = (),
    signature: str = "",
) -> Understanding:
    """Understand a mail. Never raises; what is not there is None, what is doubtful is unsure and says why."""
    known = vocabulary(scheme, this_year, occupations, [*office_telephones, *scheme.enquiries_telephones])
    body = open_text(text[:TEXT_LIMIT], Source.TEXT)
    readings = [body, open_text(subject[:TEXT_LIMIT], Source.SUBJECT)]
    if signature:
        readings.append(open_text(signature[:TEXT_LIMIT], Source.SIGNATURE))
    agency, agent = find_agent(body)
    people = find_people(readings, known, words, agency)
    addressee = find_addressee(readings, known, people[0].name)
    return Understanding(
        business=recognise_business(readings[1].folded, body.folded, words),
        people=people,
        recipient=addressee.recipient,
        telephone=addressee.telephone,
        address=addressee.address,
        delivery_method=addressee.method,
        agent=agent,
        notes=_notes(len(people), agent, shortened=len(text) > TEXT_LIMIT),
    )


def _notes(count: int, agent: Found | None, *, shortened: bool) -> tuple[Sentence, ...]:
    """Say what an officer should know before trusting the values."""
    notes = []
    if count > 1:
        notes.append(Sentence("邮件中涉及{count}份证书或申请人，请逐一核对后分别立案。", {"count": count}))
    if agent is not None:
        notes.append(Sentence("由他人代持证人申请，请核对持证人本人的信息。"))
    if shortened:
        notes.append(Sentence("正文过长，只理解了开头部分。"))
    return tuple(notes)
