"""A letter about nobody, to try a wording out on."""

from datetime import date

from certdesk.guide.model import Guide
from certdesk.ports.links import Links
from certdesk.ports.typesetter import LetterKind, LetterRecord
from certdesk.rules.business import Business
from certdesk.stages.issue.compose import legal_basis

_NO_CODE = "SPECIMEN"


def sample_record(
    kind: str, guide: Guide, links: Links, *, on: date, business: Business = Business.OVERSEAS
) -> LetterRecord:
    """Return the record of a fictional holder's letter, with everything that such a letter can print."""
    corrected = business is Business.CORRECTION
    office = guide.offices[guide.rulebook.numbering.provincial_city_code]
    site = guide.lookup_sites[0]
    return LetterRecord(
        kind=LetterKind(kind),
        letter_number=f"{guide.reference_prefix}{on.year}-00-00000",
        office_name=office.name,
        office_telephones=office.telephones,
        holder_name="例丽",
        holder_sex="女",
        id_number="210499197202290347",
        certificate_number="0907000000400004",
        occupation="美发师",
        direction="",
        level=4,
        certificate_issued_on=date(2009, 6, 4),
        body=office.name,
        theory_score="81",
        practice_score="93.5",
        result="合格",
        business=business.value,
        lookup_site=f"{site.name}（{site.host}）",
        lookup_site_english=site.english or site.host,
        looked_up_on=on,
        recorded_item="姓名：例莉" if corrected else "",
        correct_item="姓名：例丽" if corrected else "",
        evidence="户口簿" if corrected else "",
        basis=legal_basis(business, guide, on=on),
        issued_on=on,
        verify_url=links.verification(_NO_CODE),
        verify_code=_NO_CODE,
        specimen=True,
        english=True,
    )
