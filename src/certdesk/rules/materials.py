"""Which materials each business needs, and everything that is still missing, listed at once (D-7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from certdesk.rules.business import Business, DeliveryMethod, Material
from certdesk.rules.wording import Sentence

MATERIAL_NAMES = {
    Material.ID_PORTRAIT_SIDE: "本人身份证人像面照片",
    Material.ID_EMBLEM_SIDE: "本人身份证国徽面照片",
    Material.LOOKUP_SCREENSHOT: "网上查询到本人证书信息的截图",
    Material.ORIGINAL_CERTIFICATE: "证书原件照片",
}
"""As the guide calls them, where the reader need not be told who hands them in (G-09 to G-11)."""

MISSING_MATERIAL = {
    Material.ID_PORTRAIT_SIDE: Sentence("本人身份证人像面照片"),  # G-09
    Material.ID_EMBLEM_SIDE: Sentence("本人身份证国徽面照片"),  # G-09
    Material.LOOKUP_SCREENSHOT: Sentence("网上查询到本人证书信息的截图"),  # G-10
    Material.ORIGINAL_CERTIFICATE: Sentence("证书原件照片（境外就业换证、证书信息更正需要）"),  # G-11
}


@dataclass(frozen=True, slots=True)
class RequiredMaterial:
    """A material and the clause that asks for it."""

    material: Material
    clause: str


MaterialLists = Mapping[Business, tuple[RequiredMaterial, ...]]
"""The materials of each business, in the guide's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplied:
    """What an application already holds. No delivery method named means post, as the guide has it."""

    materials: frozenset[Material] = frozenset()
    method: DeliveryMethod | None = None
    has_recipient: bool = False
    has_telephone: bool = False
    has_address: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that is missing; ``code`` is a material's name, or business, recipient, telephone, address."""

    code: str
    clause: str
    sentence: Sentence


def required(business: Business | None, lists: MaterialLists) -> tuple[Material, ...]:
    """List the materials of ``business``; of an unknown one, those that every business asks for."""
    return tuple(item.material for item in _required_items(business, lists))


def missing(business: Business | None, supplied: Supplied, lists: MaterialLists) -> tuple[Missing, ...]:
    """List all that an application lacks, so that one notice can name it all (D-7)."""
    found: list[Missing] = []
    if business is None:
        sentence = Sentence("办理的业务（证书丢失、出国换证或证书信息更正）")
        found.append(Missing(code="business", clause="G-13", sentence=sentence))
    found += [
        Missing(code=item.material.value, clause=item.clause, sentence=MISSING_MATERIAL[item.material])
        for item in _required_items(business, lists)
        if item.material not in supplied.materials
    ]
    return tuple(found + _missing_delivery(supplied))


def _required_items(business: Business | None, lists: MaterialLists) -> tuple[RequiredMaterial, ...]:
    if business is not None:
        return lists[business]
    shared = frozenset.intersection(*(frozenset(items) for items in lists.values()))
    first = next(iter(lists.values()))
    return tuple(item for item in first if item in shared)


def _missing_delivery(supplied: Supplied) -> list[Missing]:
    """Post needs recipient, telephone and address (G-14); collection only a telephone (G-18)."""
    if supplied.method == DeliveryMethod.PICKUP:
        wanted = [("telephone", "G-18", supplied.has_telephone, Sentence("自取联系电话"))]
    else:
        wanted = [
            ("recipient", "G-14", supplied.has_recipient, Sentence("收件人姓名")),
            ("telephone", "G-14", supplied.has_telephone, Sentence("收件人联系电话")),
            ("address", "G-14", supplied.has_address, Sentence("有效邮寄地址")),
        ]
    return [Missing(code=code, clause=clause, sentence=text) for code, clause, there, text in wanted if not there]
