"""An officer says what a file is; that stands above any machine reading (design rule 4)."""

from certdesk.rules.business import Material
from certdesk.stages.evidence.models import EvidenceFile
from certdesk.stages.evidence.read import UNKNOWN


class NoSuchMaterial(ValueError):
    """The guide knows no material of that name."""


def classify(file: EvidenceFile, material: str, *, officer_id: int) -> None:
    """Set a file's material.

    Raises:
        NoSuchMaterial: neither one of the guide's materials nor "unknown".
    """
    if material != UNKNOWN and material not in set(Material):
        raise NoSuchMaterial("请选择材料种类。")
    file.material, file.classified_by_id = material, officer_id
    file.save(update_fields=["material", "classified_by"])
