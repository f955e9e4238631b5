"""The same letter with WeasyPrint and pyHanko's stock signer: what most would pick.

Usage: peer_weasyprint.py RECORD.json SIGNER.p12 PASSPHRASE FONT_FOLDER HOW_MANY, with a Python that has weasyprint.
"""

import io
import json
import statistics
import sys
import time
from html import escape
from pathlib import Path

try:
    import segno
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
    from pyhanko.sign.fields import SigSeedSubFilter
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
except ImportError:
    print("weasyprint is not installed here. Put it into an environment of its own (pip install weasyprint pyhanko")
    print("segno) and name that environment's Python in WEASYPRINT_PYTHON.")
    sys.exit(0)

PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title><style>
@font-face {{ font-family: Song; src: url({font}) }}
@page {{ size: A4; margin: 20mm 26mm }} body {{ font: 11pt/1.8 Song; text-align: justify }}
h1 {{ font-size: 22pt; text-align: center }} table {{ width: 100%; border-collapse: collapse }}
td, th {{ border-top: 0.4pt solid #999; padding: 2mm 1mm; text-align: left }}
.seal {{ text-align: right; margin: 14mm 0 }}
</style><h1>{title}</h1><p>{opening}</p><table>{rows}</table><p>{reason}{basis}</p><p>{closing}</p>
<p class="seal">{office}<br>{day}</p><p><img src="{symbol}" style="width: 37mm"> {address}</p></html>"""
LABELS = {
    "holder_name": "姓名", "holder_sex": "性别", "id_number": "居民身份证号码", "occupation": "职业（工种）",
    "level": "等级",
    "certificate_number": "证书编号", "certificate_issued_on": "发证日期", "body": "发证机构",
    "theory_score": "理论知识考试成绩", "practice_score": "操作技能考核成绩", "result": "评定成绩",
}  # fmt: skip


def main() -> None:
    """Set and sign, and print what a letter costs."""
    record, p12, passphrase, font, how_many = sys.argv[1:]
    facts = json.loads(Path(record).read_text())
    signer = SimpleSigner.load_pkcs12(p12, passphrase=passphrase.encode())
    fonts = FontConfiguration()
    took = []
    for number in range(int(how_many) + 1):
        began = time.process_time()
        page = html(facts | {"certificate_number": f"18070000003{number:05}"}, font)
        pdf = HTML(string=page).write_pdf(font_config=fonts, pdf_variant="pdf/a-2u")
        metadata = PdfSignatureMetadata(field_name="Letter", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        signed = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf + b"\n")), metadata, signer=signer)
        took.append(time.process_time() - began)
        size = len(signed.getvalue())
    took = took[1:]
    rate = len(took) / sum(took)
    print(f"weasyprint and the stock signer: median {1000 * statistics.median(took):.1f} ms, {rate:.1f} /s a core, "
          f"{size / 1000:.0f} kB")  # fmt: skip


def html(facts: dict[str, object], font: str) -> str:
    """Write the letter."""
    texts = dict(facts["texts"])
    rows = "".join(f"<tr><th>{label}<td>{escape(str(facts[name]))}" for name, label in LABELS.items() if facts[name])
    address = str(facts["qr_text"] or facts["verify_url"])
    return PAGE.format(
        title=texts["title"],
        opening=texts["opening"],
        reason=texts["reason_lost"],
        basis=texts["basis"],
        closing=texts["closing"],
        rows=rows,
        office=facts["office_name"],
        day=facts["issued_on"],
        symbol=segno.make_qr(address, error="m").svg_data_uri(),
        address=facts["verify_url"],
        font=Path(font).as_uri(),
    )


if __name__ == "__main__":
    main()
