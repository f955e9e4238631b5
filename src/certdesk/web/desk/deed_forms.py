"""What an officer fills in for each deed. What is wrong is said in Chinese, and everything typed stays."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certdesk import wiring
from certdesk.journey.evidence import Particulars
from certdesk.rules.business import Business, DeliveryMethod, Outcome
from certdesk.rules.certificate_number import normalise
from certdesk.stages.evidence.look_up import Entry, LookUpReport
from certdesk.web.labels import BUSINESS, LEVEL, METHOD, OUTCOME

LEVELS = [("", _("—")), *((str(level), words) for level, words in LEVEL.items())]
TOO_LONG = {"max_length": _("这一项太长了。"), "required": _("请填写这一项。")}
REFUSAL_CLAUSES = (  # G-04 to G-06 put a certificate out of scope; G-09 to G-11 name what must be handed in
    ("G-04", _("G-04　不是本省人社部门颁发的证书")),
    ("G-05", _("G-05　两个查询网站都查不到")),
    ("G-06", _("G-06　2000年之前颁发的手写证书")),
    ("G-09", _("G-09　不能提供本人身份证照片")),
    ("G-10", _("G-10　不能提供查询结果截图")),
    ("G-11", _("G-11　不能提供证书原件照片")),
)


class DeedForm(forms.Form):
    """A form of one deed; subclasses add fields."""

    template_name = "desk/deed_form.html"
    half: ClassVar[frozenset[str]] = frozenset()  # fields of which two stand side by side


def line(label: Any, *, required: bool = False, help_text: Any = "", size: int = 200) -> forms.CharField:
    """Return a one-line field."""
    return forms.CharField(
        label=label, required=required, max_length=size, help_text=help_text, error_messages=TOO_LONG
    )


def words(label: Any, help_text: Any = "") -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        help_text=help_text,
        error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _level_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=_("等级"), required=False, coerce=int, empty_value=None, choices=LEVELS)


class LookUpForm(DeedForm):
    """What an officer saw on a look-up site (G-05)."""

    half = frozenset(
        {"occupation", "direction", "level", "issued_on", "name", "sex", "theory_score", "practice_score", "result"}
    )
    site = forms.ChoiceField(label=_("查询网站"), error_messages={"required": _("请选择查询网站。")})
    at = forms.DateTimeField(
        label=_("查询时间"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("请填写查询时间。"), "invalid": _("查询时间写法不对，例如2026-11-23 09:30。")},
    )
    found = forms.ChoiceField(
        label=_("查询结果"),
        choices=[("yes", _("查到证书")), ("no", _("没有查到"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是否查到。")},
    )
    name = line(_("姓名"))
    sex = forms.ChoiceField(label=_("性别"), required=False, choices=[("", _("—")), ("男", _("男")), ("女", _("女"))])
    id_number = line(_("身份证号码"), help_text=_("查询页面显示的才填。"))
    certificate_number = line(_("证书编号"))
    occupation = line(_("职业（工种）"))
    direction = line(_("职业方向"))
    level = _level_field()
    issued_on = forms.DateField(
        label=_("发证日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("日期写法不对，例如2018-06-30。")},
    )
    body = line(_("发证（鉴定）机构"))
    theory_score = line(_("理论成绩"), size=20)
    practice_score = line(_("技能成绩"), size=20)
    result = line(_("评定结果"), size=20)
    screenshot = forms.FileField(
        label=_("查询页面截图"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )

    explanation = line(
        _("与登记不一致的原因"), help_text=_("姓名、身份证号码或证书编号与本件登记的不同，而查询结果无误时填写。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = [(site.code, f"{site.name}（{site.host}）") for site in wiring.guide().lookup_sites]
        self.fields["site"].choices = sites  # type: ignore[attr-defined]

    def clean_at(self) -> datetime:
        """A look-up lies in the past."""
        at: datetime = self.cleaned_data["at"]
        if at > wiring.clock().now():
            raise forms.ValidationError(gettext("查询时间不能晚于现在。"))
        return at

    def clean_screenshot(self) -> Any:
        """Bound the size."""
        upload = self.cleaned_data["screenshot"]
        if upload is not None and upload.size > settings.CERTDESK_MAX_UPLOAD_BYTES:
            limit = filesizeformat(settings.CERTDESK_MAX_UPLOAD_BYTES)
            raise forms.ValidationError(gettext("截图不能超过{limit}。").format(limit=limit))
        return upload

    def report(self) -> LookUpReport:
        """Return what the use case takes."""
        values = self.cleaned_data
        found = values["found"] == "yes"
        entry = Entry(
            name=values["name"],
            id_number=values["id_number"],
            certificate_number=normalise(values["certificate_number"]),
            occupation=values["occupation"],
            direction=values["direction"],
            level=values["level"],
            issued_on=values["issued_on"],
            body=values["body"],
            sex=values["sex"],
            theory_score=values["theory_score"],
            practice_score=values["practice_score"],
            result=values["result"],
        )
        return LookUpReport(
            site=values["site"],
            at=values["at"],
            found=found,
            entry=entry if found else None,
            explanation=values["explanation"],
        )


class ParticularsForm(DeedForm):
    """The particulars of a case, as they should stand."""

    half = frozenset({"occupation", "direction", "recipient", "telephone", "business", "level"})
    holder_name = line(_("持证人姓名"))
    id_number = line(_("身份证号码"))
    certificate_number = line(_("证书编号"), size=32)
    business = forms.ChoiceField(
        label=_("业务"), required=False, choices=[("", _("未定")), *((b.value, BUSINESS[b]) for b in Business)]
    )
    level = _level_field()
    occupation = line(_("职业（工种）"), size=120)
    direction = line(_("职业方向"), size=120)
    recorded_item = line(_("证书所载内容（信息更正）"))
    correct_item = line(_("正确内容（信息更正）"))
    correction_evidence = line(
        _("据以更正的证明材料（信息更正）"), help_text=_("例如：户口簿、居民身份证；印在文书上。")
    )
    letter_english = forms.BooleanField(label=_("书面证明附英文（供境外使用；出国换证的总是附）"), required=False)
    method = forms.ChoiceField(
        label=_("领取方式"),
        required=False,
        choices=[("", METHOD[""]), *((m.value, METHOD[m]) for m in DeliveryMethod)],
    )
    recipient = line(_("收件人"))
    telephone = line(_("电话"))
    address = line(_("地址"))

    def particulars(self) -> Particulars:
        """Return what the use case takes."""
        values = dict(self.cleaned_data)
        business, method = values.pop("business"), values.pop("method")
        number = normalise(values.pop("certificate_number"))
        return Particulars(
            business=Business(business) if business else None,
            method=DeliveryMethod(method) if method else None,
            certificate_number=number,
            **values,
        )


class AcceptForm(DeedForm):
    """Accept by the rules, or by one's own judgement with reasons."""

    chosen = forms.ChoiceField(
        label=_("办理结果"),
        required=False,
        choices=[
            ("", _("按规则的结论")),
            *((o.value, OUTCOME[o]) for o in (Outcome.PROOF, Outcome.REISSUE, Outcome.EXCHANGE)),
        ],
    )
    reasons = words(_("理由"), _("与规则结论不同，或规则要求判断时，须写明理由。"))


class ReconsiderForm(DeedForm):
    """Another outcome, after a look-up that turned the first."""

    chosen = forms.ChoiceField(
        label=_("办理结果"), choices=[(o.value, OUTCOME[o]) for o in (Outcome.PROOF, Outcome.REISSUE, Outcome.EXCHANGE)]
    )
    reasons = words(_("理由"))


class SupplementForm(DeedForm):
    """One's own words beside the complete list (D-7)."""

    words = words(_("另外要说明的（选填）"), _("会与上面的清单一起发给申请人，只发这一次，请一次说全。"))


class RefusalForm(DeedForm):
    """Clause and reasons: the holder reads them."""

    clauses = forms.MultipleChoiceField(
        label=_("依据的条款"), required=False, choices=REFUSAL_CLAUSES, widget=forms.CheckboxSelectMultiple
    )
    reasons = words(_("理由"), _("申请人会看到这些文字；请写清原因和申请人还可以怎么办。"))


class ReferForm(DeedForm):
    """To which office the holder should turn (G-19)."""

    office = forms.ChoiceField(label=_("应由哪个单位办理"), required=False)
    reasons = words(_("说明（选填）"), _("申请人会收到该单位的地址和电话。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = wiring.guide().offices
        choices = [("", gettext("请选择")), *((code, f"{code}　{offices[code].name}") for code in sorted(offices))]
        self.fields["office"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(DeedForm):
    """Reasons only."""

    reasons = words(_("理由"), _("已签发的文书会同时撤销；第一行会显示在公开核验页，请勿写个人信息。"))


class DispatchForm(DeedForm):
    """A parcel with postage due (G-17)."""

    carrier = line(_("快递公司"), size=40)
    tracking = line(_("运单号"), size=60)


class CollectForm(DeedForm):
    """Who stands at the counter (G-18)."""

    code = line(_("取件码"), size=12)
    collector = line(_("领取人姓名"), size=60)
    identity_checked = forms.BooleanField(label=_("已核对领取人身份证件原件"), required=False)
