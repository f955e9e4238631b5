"""Complete applications of made-up holders, as the web form hands them on."""

import bench.place  # noqa: F401 - Django is set up first

from certdesk.adapters.specimens import example_person
from certdesk.journey.receiving import Submission
from certdesk.rules.business import Business, DeliveryMethod, Material
from certdesk.stages.evidence.keep import IncomingFile
from certdesk.stages.intake.proposal import Proposal

MATERIALS = (Material.ID_PORTRAIT_SIDE, Material.ID_EMBLEM_SIDE, Material.LOOKUP_SCREENSHOT)


def complete_application(number: int) -> Submission:
    """Return an application that lacks nothing; its pictures are small, for nobody reads them here."""
    person = example_person(number)
    proposal = Proposal(
        why="网上申请表",
        business=Business.LOST,
        name=person.name,
        id_number=person.id_number,
        certificate_number=person.certificate_number,
        occupation=person.occupation,
        level=person.level,
        method=DeliveryMethod.POST,
        recipient=person.name,
        telephone=f"139{int(person.certificate_number[-5:]):08d}",
        address=person.address,
        sender_name=person.name,
        sender_email=f"holder{number}@example.com",
    )
    files = [
        IncomingFile(
            name=f"{material}.jpg", media_type="image/jpeg", content=f"{material} {number}".encode(), claimed=material
        )
        for material in MATERIALS
    ]
    return Submission(proposal=proposal, files=files)
