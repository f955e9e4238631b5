"""Papers: written when their event happens, set by the worker, sent with the mail, kept for who may have them."""

import json
import re

import pytest
from tests.journeys.conftest import BODY, OVERSEAS, a_mail, pdf_text

from certdesk.cases.staff import NotPermitted
from certdesk.journey import archiving, deciding, delivering, evidence, papers
from certdesk.journey.deciding import Refusal
from certdesk.ports.paper import PaperKind
from certdesk.ports.signer import SigningUnavailable
from certdesk.ports.typesetter import CannotTypeset
from certdesk.rules.business import DeliveryMethod, Outcome
from certdesk.stages.delivery.hand_over import Parcel
from certdesk.stages.delivery.models import Paper, PaperState
from certdesk.stages.delivery.papers.queries import papers_for_holder
from certdesk.stages.delivery.papers.write import CONTENTS, from_json, to_json

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(desk):
    """Return what the newest paper of a kind prints, without blanks."""

    def text(case, kind: PaperKind) -> str:
        return pdf_text(desk.vault.get(case.papers.filter(kind=kind.value).latest("pk").sha256))

    return text


def test_every_kind_of_paper_can_be_written_and_worded(desk):
    """G-12: none is forgotten."""
    assert set(CONTENTS) == set(PaperKind)
    assert {kind.value for kind in PaperKind} <= set(desk.guide.letter_texts)


def test_an_application_gets_its_receipt_with_the_first_answer(case, outbox, read):
    """G-12, G-15: by mail as a PDF; masked, for nobody has checked yet whose mailbox it is."""
    paper = case.papers.get()
    assert (paper.kind, paper.state, paper.text_version) == ("receipt", PaperState.SET, 0)
    text = read(case, PaperKind.RECEIPT)
    for words in (
        "收件回执",
        "2026年11月23日9时30分通过邮件收到",
        "林＊＊",
        "2026年11月24日前",
        "共3个文件",
        "样张",
    ):
        assert words in text
    for secret in ("林晓梅", "210199198003070014", "13900000001"):
        assert secret not in text
    files = {each.name: each.content for each in outbox.sent[0].attachments}
    assert files[f"收件回执{case.reference}.pdf"].startswith(b"%PDF")


def test_a_receipt_names_an_original_without_saying_who_must_hand_one_in(apply, read):
    """G-11: it has come in; the rest is for whoever still owes it."""
    text = read(apply(OVERSEAS), PaperKind.RECEIPT)
    assert "证书原件照片（共4个文件）" in text
    assert "需要）" not in text


def test_mail_and_paper_name_the_same_last_day(case, officer, accepted, outbox, desk, submit, work):
    """G-15, G-16, D-7: a deadline counts in the day itself, and every text says so."""
    evidence.request_supplement(desk, submit({}).pk, "", by=officer)
    work()
    promised = [mail for mail in outbox.sent if any(word in mail.subject for word in ("收到", "已受理", "补充"))]
    assert len(promised) >= 3
    for mail in promised:
        assert "日前（含当日）" in mail.text
        assert "</strong>前（含当日）" in mail.html


def test_no_number_in_a_mail_is_broken_over_two_lines(accepted, sign_off, outbox, work):
    """G-12: on a telephone 「024-」 ended one line and the rest began the next."""
    letter = sign_off(accepted)
    work()
    assert len(outbox.sent) >= 3
    for mail in outbox.sent:
        for number in ("024-22955229", "024-22955269", letter.number, accepted.reference):
            shown = re.sub(r'(href|src)="[^"]*"|<span style="word-break[^<]*', "", mail.html)
            assert shown.count(number) == shown.count(f'white-space:nowrap">{number}</span>')


def test_who_has_no_mailbox_gets_a_receipt_too(submit, outbox):
    """G-12: on the progress page."""
    case = submit(sender_email="")
    assert outbox.sent == []
    assert [paper.kind for paper in papers_for_holder(case)] == ["receipt"]


def test_another_offices_certificate_promises_no_deadline_of_ours(post, fetch, read):
    """G-07, G-19: the receipt names the office that issued it."""
    post(a_mail(body=BODY.replace("1507000000412345", "1507020000412345")))
    text = read(fetch()[0].case, PaperKind.RECEIPT)
    assert "由大连市就业和人才服务中心颁发（电话：0411-39997593）" in text
    assert "将在2026年11月24日前" not in text


def test_an_acceptance_is_written_from_what_was_confirmed(accepted, outbox, work, read):
    """G-05, G-15, G-16, G-17."""
    work()
    text = read(accepted, PaperKind.ACCEPTANCE)
    for words in (
        "林晓梅：",
        "您于2026年11月23日提出的“证书丢失补证明”申请",
        "于2026年11月23日予以受理，将为您出具书面证明",
        "210***********0014",
        "将在2026年11月26日前（含当日）出具并寄出。邮费到付",
        "人社厅发〔2018〕42号",
    ):
        assert words in text
    assert [each.name for each in outbox.sent[-1].attachments] == [f"受理通知书{accepted.reference}.pdf"]


def test_another_outcome_writes_another_notice(desk, accepted, officer, work, read):
    """G-02, G-03: the holder finds the newest on the progress page."""
    deciding.reconsider(desk, accepted.pk, Outcome.REISSUE, "目录核对有误", by=officer)
    work()
    assert "将为您补发证书" in read(accepted, PaperKind.ACCEPTANCE)
    assert accepted.papers.filter(kind="acceptance").count() == 2
    assert [paper.kind for paper in papers_for_holder(accepted)] == ["receipt", "acceptance"]


def test_a_supplement_notice_names_everything_at_once(desk, submit, officer, outbox, work, read):
    """D-7, G-09, G-14: with its place in the guide, as people outside can find it."""
    case = submit(files={"id_portrait_side": b"id_portrait_side|name=x"}, telephone="", address="")
    evidence.request_supplement(desk, case.pk, "照片请拍清楚。\n不要反光。", by=officer)
    work()
    text = read(case, PaperKind.SUPPLEMENT)
    for words in (
        "1.本人身份证国徽面照片（办事指南“三、办理流程，所需材料1”）",
        "收件人联系电话（办事指南“三、办理流程，操作步骤3”）",
        "有效邮寄地址",
        "照片请拍清楚。",
        "不要反光。",
        "2026年12月23日前（含当日）",
    ):
        assert words in text
    assert [each.name for each in outbox.sent[-1].attachments] == [f"一次性补正告知书{case.reference}.pdf"]


def test_a_decision_quotes_the_guide_and_tells_the_remedies(desk, case, officer, outbox, work, read):
    """G-04, G-05, G-06: in the guide's words, what stands in one sentence once; with reasons and remedies."""
    refusal = Refusal(clauses=["G-04", "G-05", "G-06"], reasons="两个网站均查不到。\n可以提供其他编号再查。")
    deciding.decline(desk, case.pk, refusal, by=officer)
    work()
    text = read(case, PaperKind.DECLINE)
    for words in (
        "不予受理决定书",
        "两个网站均查不到。",
        "可以提供其他编号再查。",
        "1.“申请出具证明范围：",
        "2.“（2000年之前颁发的手写老证书不在办理范围）”（“二、办理说明”）",
        "行政复议",
        "行政诉讼",
        "024-22955229",
    ):
        assert words in text
    assert "G-0" not in text
    assert "依据：办事指南“二、办理说明”。决定书（PDF）可以在进度页下载" in outbox.sent[-1].text
    assert "G-0" not in outbox.sent[-1].text
    assert text.count("申请出具证明范围") == 1
    assert [each.name for each in outbox.sent[-1].attachments] == [f"不予受理决定书{case.reference}.pdf"]


def test_a_refusal_of_another_offices_certificate_names_that_office(desk, post, fetch, officer, work, read):
    """G-07, D-8: as published, with the note beside it."""
    post(a_mail(body=BODY.replace("1507000000412345", "1507110000412345")))
    case = fetch()[0].case
    deciding.decline(desk, case.pk, Refusal(clauses=["G-09"], reasons="不能提供身份证照片。"), by=officer)
    work()
    text = read(case, PaperKind.DECLINE)
    for words in ("铁岭市职业技能鉴定中心", "银州区南环路30号", "024-74568967", "没有写城市名"):
        assert words in text


def test_after_acceptance_the_decision_is_another(desk, accepted, officer, work, read):
    """G-05, G-16."""
    deciding.reject(desk, accepted.pk, Refusal(clauses=["G-05"], reasons="复核时查不到。"), by=officer)
    work()
    assert "受理后经审查不符合办理条件" in read(accepted, PaperKind.REJECTION)


def test_a_referral_is_a_card_of_the_right_office(desk, post, fetch, officer, outbox, work, read):
    """G-07, G-19, G-20, G-22: how the number tells it, and that nothing was passed on."""
    post(a_mail(body=BODY.replace("1507000000412345", "1507020000412345")))
    case = fetch()[0].case
    deciding.refer(desk, case.pk, "02", "", by=officer)
    work()
    text = read(case, PaperKind.REFERRAL)
    for words in (
        "转办指引卡",
        "大连市就业和人才服务中心",
        "0411-39997593",
        "第5、6位为02，对应大连",
        "没有转给该单位",
    ):
        assert words in text
    assert [each.name for each in outbox.sent[-1].attachments] == [f"转办指引卡{case.reference}.pdf"]


def test_a_referral_against_the_number_says_nothing_of_the_number(desk, case, officer, work, read):
    """G-20: an officer may know better than the digits."""
    deciding.refer(desk, case.pk, "02", "经查由大连市颁发。", by=officer)
    work()
    text = read(case, PaperKind.REFERRAL)
    assert "经查由大连市颁发。" in text
    assert "第5、6位" not in text


def test_a_signed_letter_gets_its_courier_slip_and_envelope_page(desk, accepted, sign_off, work, read):
    """G-14, G-16, G-17: for the office; the holder has no use for them."""
    letter = sign_off(accepted)
    work()
    slip = read(accepted, PaperKind.COURIER)
    for words in ("邮费到付", "林晓梅", "13900000001", "示例街1号2单元301室", letter.number):
        assert words in slip
    page = read(accepted, PaperKind.ENVELOPE)
    assert letter.number in page
    assert "13900000001" not in page
    assert [paper.kind for paper in papers_for_holder(accepted)] == ["receipt", "acceptance"]


def test_who_collects_gets_a_slip_with_the_code_and_no_courier(desk, submit, officer, outbox, issue, work, read):
    """G-18: and D-1, the note on the address."""
    case = submit(method=DeliveryMethod.PICKUP, address="")
    issue(case)
    delivering.make_ready(desk, case.pk, by=officer)
    work()
    kinds = {paper.kind for paper in case.papers.all()}
    assert not kinds & {"courier", "envelope"}
    text = read(case, PaperKind.COLLECTION)
    for words in (case.handovers.get().pickup_code, "本人身份证原件", "024-22955229、024-22955269", "均按原文显示"):
        assert words in text
    assert "collection" in {paper.kind for paper in papers_for_holder(case)}
    assert [each.name for each in outbox.sent[-1].attachments] == [f"领取单{case.reference}.pdf"]


def test_an_archived_case_gets_its_cover_sheet(desk, accepted, sign_off, officer, work, read):
    """G-12: every file of it, in the order of time, with the beginning of its hash."""
    letter = sign_off(accepted)
    work()
    delivering.dispatch(desk, accepted.pk, Parcel("顺丰", "SF0001"), by=officer)
    delivering.close(desk, accepted.pk, by=officer)
    archiving.archive(desk, accepted.pk, by=officer)
    work()
    text = read(accepted, PaperKind.ARCHIVE)
    manifest = accepted.events.get(kind="archived").data["manifest"]
    hashes = [sha256 for kind in manifest.values() for sha256 in kind]
    assert len(hashes) == 10
    assert all(sha256[:16] in text for sha256 in hashes)
    for words in ("林晓梅——证书丢失补证明", "出证办结", "来件：申请", f"书面证明{letter.number}", "保管期限"):
        assert words in text


def test_a_case_that_ended_without_letter_is_archived_with_a_cover_sheet_too(desk, case, officer, work, read):
    """G-12."""
    deciding.withdraw(desk, case.pk)
    archiving.archive(desk, case.pk, by=officer)
    work()
    assert "申请人撤回" in read(case, PaperKind.ARCHIVE)


def test_what_a_paper_says_stays_as_it_was(desk, accepted, work):
    """G-15: the record is kept beside the bytes, and reads back equal."""
    work()
    paper = accepted.papers.get(kind="acceptance")
    record = from_json(paper.record)
    assert json.loads(json.dumps(to_json(record))) == paper.record
    assert desk.vault.get(paper.sha256) == desk.typesetter.typeset_paper(record, at=paper.made_at)


def test_a_paper_that_is_set_stays_as_it_is(desk, case):
    """G-12: the job may run twice."""
    before = case.papers.get()
    assert papers.set_paper(desk, before.pk).sha256 == before.sha256
    assert Paper.objects.count() == 1


def test_a_character_no_font_has_stops_the_paper_and_neither_the_case_nor_the_mail(
    desk, submit, confirm, officer, stranger, outbox, work
):
    """G-15: the officer sees its name, adds a font, and has it set again."""
    rare = "林\uea60梅"
    case = submit(name=rare)
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    work()
    case.refresh_from_db()
    paper = case.papers.get(kind="acceptance")
    assert (case.state, paper.state, paper.sha256) == ("accepted", PaperState.FAILED, "")
    assert "U+EA60" in paper.problem
    assert outbox.sent[-1].subject.endswith("已受理")
    assert outbox.sent[-1].attachments == ()
    assert "acceptance" not in {row.kind for row in papers_for_holder(case)}
    with pytest.raises(NotPermitted):
        papers.set_again(desk, paper.pk, by=stranger)
    papers.set_again(desk, paper.pk, by=officer)
    paper.refresh_from_db()
    assert paper.state == PaperState.WAITING


def test_a_font_that_was_added_lets_the_paper_be_set(desk, case, officer, with_part, typesetter, work):
    """G-15: again by an officer's wish."""

    class Missing:
        def typeset_paper(self, _record, **_moment):
            raise CannotTypeset("字体中没有“某”")

    Paper.objects.update(state=PaperState.WAITING, sha256="")
    paper = papers.set_paper(with_part(typesetter=Missing()), case.papers.get().pk)
    assert (paper.state, paper.problem) == (PaperState.FAILED, "字体中没有“某”")
    papers.set_again(desk, paper.pk, by=officer)
    work()
    paper.refresh_from_db()
    assert (paper.state, paper.problem) == (PaperState.SET, "")


def test_a_signing_key_that_is_away_stops_no_notice(desk, case, confirm, officer, with_part, work, read):
    """G-15: papers are not signed."""

    class Away:
        @property
        def identity(self):
            raise SigningUnavailable("读不到签名密钥文件")

    confirm(case)
    deciding.accept(with_part(signer=Away()), case.pk, chosen=None, reasons="", by=officer)
    work()
    assert "受理通知书" in read(case, PaperKind.ACCEPTANCE)
