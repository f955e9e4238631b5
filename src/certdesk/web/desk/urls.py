"""Addresses of the desk. A case is named by its reference, everything else by a row's number: nothing personal."""

from django.urls import path

from certdesk.web.desk import approvals, case, files, letters, mails, operations, papers, parked, texts, worklist

app_name = "desk"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("search/", worklist.search, name="search"),
    path("case/<str:reference>/", case.case, name="case"),
    path("case/<str:reference>/reveal/", case.reveal, name="reveal"),
    path("case/<str:reference>/do/<slug:name>/", case.do, name="do"),
    path("file/<int:file_id>/thumb.jpg", files.thumb, name="thumb"),
    path("file/<int:file_id>/screen.jpg", files.screen, name="screen"),
    path("file/<int:file_id>/crop/<int:position>/<slug:field>.jpg", files.crop, name="crop"),
    path("file/<int:file_id>/original", files.original, name="original"),
    path("file/<int:file_id>/classify/", files.classify, name="classify"),
    path("file/<int:file_id>/again/", files.read_again, name="read_again"),
    path("lookup/<int:lookup_id>/screenshot", files.lookup_screenshot, name="lookup_screenshot"),
    path("message/<int:message_id>/text", files.message, name="message"),
    path("message/<int:message_id>/original", files.message_original, name="message_original"),
    path("letter/<int:letter_id>/", letters.letter, name="letter"),
    path("letter/<int:letter_id>/letter.pdf", letters.pdf, name="letter_pdf"),
    path("letter/<int:letter_id>/page.png", letters.page, name="letter_page"),
    path("letter/<int:letter_id>/approve/", letters.approve, name="approve"),
    path("letter/<int:letter_id>/return/", letters.give_back, name="return_draft"),
    path("letter/<int:letter_id>/end/", letters.propose_end, name="propose_end"),
    path("end/<int:proposal_id>/decide/", letters.decide_end, name="decide_end"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/approve/", approvals.approve, name="approve_several"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<slug:kind>/", texts.text, name="text"),
    path("texts/version/<int:text_id>/", texts.version, name="text_version"),
    path("texts/version/<int:text_id>/specimen.png", texts.specimen, name="text_specimen"),
    path("texts/version/<int:text_id>/decide/", texts.decide, name="text_decide"),
    path("paper/<int:paper_id>/paper.pdf", papers.pdf, name="paper"),
    path("paper/<int:paper_id>/again/", papers.again, name="paper_again"),
    path("parked/", parked.parked, name="parked"),
    path("parked/<int:message_id>/raw", parked.raw, name="parked_raw"),
    path("parked/<int:message_id>/settle/", parked.settle, name="settle"),
    path("outbox/", mails.outbox, name="outbox"),
    path("outbox/<int:mail_id>/resend/", mails.resend, name="resend"),
    path("mailbox/", mails.mailbox, name="mailbox"),
    path("jobs/", operations.jobs, name="jobs"),
    path("jobs/<int:job_id>/retry/", operations.retry, name="retry_job"),
]
