"""Ask the rules about a case as it stands now (G-02 to G-06)."""

from certdesk.cases.models import Case
from certdesk.guide.model import Guide
from certdesk.rules.business import Business
from certdesk.rules.eligibility import Assessment, Claim, assess
from certdesk.stages.evidence.queries import confirmed_entry, latest_lookup


def assess_case(case: Case, guide: Guide) -> Assessment | None:
    """Return what the rules make of a case, or None while its business is unclear (G-13).

    Once a look-up has confirmed the entry, its occupation counts and not the one claimed.
    """
    if not case.business:
        return None
    entry, newest = confirmed_entry(case), latest_lookup(case)
    claim = Claim(
        business=Business(case.business),
        number_text=entry.certificate_number if entry else case.certificate_number,
        occupation=entry.occupation if entry else case.occupation,
        direction=entry.direction if entry else case.direction,
        found=newest.found if newest else None,
        handwritten=False if entry else None,  # what an officer has found in the register is not a handwritten one
        on=guide.local_date(case.received_at),
    )
    return assess(claim, guide.rulebook)
