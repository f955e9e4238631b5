"""Where the letter goes: recipient, telephone, address, post or collection (G-14, G-18)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from certdesk.rules.business import DeliveryMethod
from certdesk.rules.mail_text.found import Found
from certdesk.rules.mail_text.labels import Label
from certdesk.rules.mail_text.names import HAN, labelled_name, lone_names
from certdesk.rules.mail_text.numbers import Shape
from certdesk.rules.mail_text.people import best
from certdesk.rules.mail_text.places import Place, free_place, labelled_place
from certdesk.rules.mail_text.reading import Reading, Vocabulary
from certdesk.rules.mail_text.roles import find_delivery
from certdesk.rules.wording import Sentence

RECEIVES = re.compile(rf"(?<!{HAN})({HAN}{{2,4}}?)(?:先生|女士|老师)?[ (]{{0,3}}(?:亲?收|签收)(?!{HAN})")
BESIDE = 30  # characters between a name and the telephone it belongs to
HIMSELF = re.compile(r"[ :]*(?:本人|同上|我本人|持证人|申请人|自己)")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets the letter, and how."""

    recipient: Found | None
    telephone: Found | None
    address: Found | None
    method: Found | None


def find_addressee(readings: Sequence[Reading], known: Vocabulary, holder: Found | None) -> Addressee:
    """Gather what the courier needs."""
    places = [(reading, place) for reading in readings for place in _places(reading)]
    address = best(_address(reading, place) for reading, place in places)
    recipient = best(_recipients(readings, places)) or _holder_as_recipient(readings, holder)
    return Addressee(
        recipient=recipient,
        telephone=best(found for reading in readings for found in _telephones(reading, known)),
        address=address,
        method=_method(readings, address),
    )


def _places(reading: Reading) -> Iterator[Place]:
    """Yield labelled addresses; without any, the first that stands free."""
    labelled = [place for _, start, end in reading.regions(Label.ADDRESS)
                if (place := labelled_place(reading.folded, start, end)) is not None]  # fmt: skip
    yield from labelled
    if not labelled:
        free = free_place(reading.folded)
        if free is not None:
            yield free


def _address(reading: Reading, place: Place) -> Found:
    why = "写明的地址" if place.whole else "地址可能不完整，请核对"
    value = " ".join(re.sub(r"\s*\n\s*", "", reading.text[place.start : place.end]).split())
    return reading.found(value, place.start, place.end, why, sure=place.whole)


def _recipients(readings: Sequence[Reading], places: Sequence[tuple[Reading, Place]]) -> Iterator[Found]:
    """Yield who may receive: labelled, 某某收, the name behind the address, a name beside it."""
    for reading in readings:
        yield from _labelled_recipients(reading)
    for reading in readings:
        yield from _receiving(reading)
    for reading, place in places:
        if place.name:
            end = place.name_start + len(place.name)
            value = "".join(reading.text[place.name_start : end].split())
            yield reading.found(value, place.name_start, end, "写在地址后面的姓名", sure=True)
        yield from _name_beside(reading, place)


def _labelled_recipients(reading: Reading) -> Iterator[Found]:
    for hit, start, end in reading.regions(Label.RECIPIENT):
        name = labelled_name(reading.text, start, end)
        if name is not None and (hit.explicit or name.known):
            yield reading.found(name.value, name.start, name.end, "写明的收件人", sure=True)


def _receiving(reading: Reading) -> Iterator[Found]:
    for match in RECEIVES.finditer(reading.text):
        name = labelled_name(reading.text, match.start(1), match.end(1))
        if name is not None and name.known:
            yield reading.found(name.value, name.start, name.end, "写着由其收件", sure=True)


def _name_beside(reading: Reading, place: Place) -> Iterator[Found]:
    """Find a lone name on the address's line or the line around it, next to a telephone."""
    start = reading.text.rfind("\n", 0, max(0, reading.text.rfind("\n", 0, place.start))) + 1
    stop = reading.text.find("\n", place.end)
    telephones = [number.start for number in reading.numbers if number.shape is Shape.TELEPHONE]
    for name in lone_names(reading.text[start : stop if stop >= 0 else len(reading.text)]):
        where = start + name.start
        near = any(abs(telephone - where) < BESIDE for telephone in telephones)
        if near and not place.start <= where < place.end:
            yield reading.found(name.value, where, start + name.end, "写在地址和电话旁的姓名", sure=False)


def _holder_as_recipient(readings: Sequence[Reading], holder: Found | None) -> Found | None:
    """Take the holder where nobody else is named; surely so where the mail says 本人."""
    if holder is None:
        return None
    says_himself = any(
        HIMSELF.match(reading.folded, start) for reading in readings for _, start, _ in reading.regions(Label.RECIPIENT)
    )
    why = "写明由本人收件" if says_himself else "没有写收件人，暂按申请人本人"
    return Found(value=holder.value, span=holder.span, sure=says_himself and holder.sure, why=Sentence(why))


def _telephones(reading: Reading, known: Vocabulary) -> Iterator[Found]:
    """Yield the labelled telephones, then mobiles, then the rest; the office's own numbers are nobody's."""
    labelled = {number.start for number in reading.labelled(Label.TELEPHONE, Shape.TELEPHONE)}
    numbers = [
        number
        for number in reading.numbers
        if number.shape is Shape.TELEPHONE and number.value.replace("-", "") not in known.office_telephones
    ]
    for number in sorted(numbers, key=lambda item: (item.start not in labelled, "-" in item.value, item.start)):
        why = "写明的联系电话" if number.start in labelled else "文中的电话号码"
        alone = len({item.value for item in numbers}) == 1
        yield reading.found(number.value, number.start, number.end, why, sure=number.start in labelled or alone)


def _method(readings: Sequence[Reading], address: Found | None) -> Found | None:
    """Tell post from collection; who gives an address wants it posted."""
    for reading in readings:
        for _, start, end in reading.regions(Label.DELIVERY):
            chosen = find_delivery(reading.folded[start:end])
            if chosen is not None:
                where = start + chosen.start
                return reading.found(chosen.method, where, start + chosen.end, "写明的领取方式", sure=chosen.sure)
    for reading in readings:
        chosen = find_delivery(reading.folded)
        if chosen is not None:
            why = "文中说明的领取方式" if chosen.sure else "邮寄和自取都提到了，请核对"
            return reading.found(chosen.method, chosen.start, chosen.end, why, sure=chosen.sure)
    if address is None:
        return None
    return Found(value=DeliveryMethod.POST, span=address.span, sure=address.sure, why=Sentence("写了邮寄地址"))
