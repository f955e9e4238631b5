"""What is needed, and everything that is missing, at once (D-7)."""

import pytest

from certdesk.guide.load import load_guide
from certdesk.rules.business import Business, DeliveryMethod, Material
from certdesk.rules.materials import Supplied, missing, required

LISTS = load_guide().rulebook.materials
THREE = (Material.ID_PORTRAIT_SIDE, Material.ID_EMBLEM_SIDE, Material.LOOKUP_SCREENSHOT)


def codes(business: Business | None, supplied: Supplied) -> list[str]:
    return [item.code for item in missing(business, supplied, LISTS)]


def test_a_lost_certificate_needs_three_materials_and_the_others_the_original_too():
    assert required(Business.LOST, LISTS) == THREE
    assert required(Business.OVERSEAS, LISTS) == (*THREE, Material.ORIGINAL_CERTIFICATE)
    assert required(Business.CORRECTION, LISTS) == (*THREE, Material.ORIGINAL_CERTIFICATE)


def test_while_the_business_is_unknown_only_what_all_need_is_asked_for():
    assert required(None, LISTS) == THREE


def test_an_empty_application_lacks_everything_in_one_list():
    items = missing(Business.OVERSEAS, Supplied(), LISTS)

    assert [(item.code, item.clause) for item in items] == [
        ("id_portrait_side", "G-09"),
        ("id_emblem_side", "G-09"),
        ("lookup_screenshot", "G-10"),
        ("original_certificate", "G-11"),
        ("recipient", "G-14"),
        ("telephone", "G-14"),
        ("address", "G-14"),
    ]
    assert all(str(item.sentence) for item in items)


def test_an_unknown_business_is_itself_missing():
    assert codes(None, Supplied())[0] == "business"


def test_collection_needs_only_a_telephone():
    supplied = Supplied(materials=frozenset(THREE), method=DeliveryMethod.PICKUP)
    (item,) = missing(Business.LOST, supplied, LISTS)

    assert (item.code, item.clause) == ("telephone", "G-18")


@pytest.mark.parametrize("method", [DeliveryMethod.POST, None])
def test_a_complete_application_lacks_nothing(method):
    supplied = Supplied(
        materials=frozenset(THREE), method=method, has_recipient=True, has_telephone=True, has_address=True
    )

    assert missing(Business.LOST, supplied, LISTS) == ()


def test_nothing_is_asked_for_that_the_guide_does_not_ask():
    """Design rule 12: no photo, no newspaper notice, no fee."""
    asked = {code for business in [*Business, None] for code in codes(business, Supplied())}

    assert asked == {*(material.value for material in Material), "business", "recipient", "telephone", "address"}
