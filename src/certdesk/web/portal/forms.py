"""What a holder fills in, and what is said about mistakes: kindly, and with what to do next."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certdesk import wiring
from certdesk.rules.business import Business, DeliveryMethod
from certdesk.rules.certificate_number import ProblemCode, normalise, read_number
from certdesk.rules.identity_number import normalise_identity
from certdesk.rules.particulars import identity_problem, telephone_problem
from certdesk.web.labels import LEVEL

WRITE_PLEASE = _("请填写这一项。")
LONG_TEXT = 200


class NumberForm(forms.Form):
    """One box for the number."""

    number = forms.CharField(
        label=_("证书编号"),
        max_length=60,
        error_messages={"required": _("请填写证书编号。"), "max_length": _("编号太长了，请核对。")},
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "class": "big-number"}),
    )


def short_text(label: Any, *, required: bool = True, help_text: Any = "", **attrs: str) -> forms.CharField:
    """Return a one-line field with our own words for its mistakes."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONG_TEXT,
        error_messages={"required": WRITE_PLEASE, "max_length": _("这一项太长了，请缩短到200字以内。")},
        widget=forms.TextInput(attrs=attrs),
    )


def check_telephone(text: str) -> str:
    """Accept any number that could be dialled.

    Raises:
        ValidationError: nobody could dial it.
    """
    if problem := telephone_problem(text):
        raise forms.ValidationError(problem.translated(gettext))
    return text


class ApplicationForm(forms.Form):
    """One application, for each of the three businesses (G-13, G-14)."""

    name = short_text(_("持证人姓名"), help_text=_("与身份证一致。"), autocomplete="name")
    id_number = short_text(_("身份证号码"), autocomplete="off")
    certificate_number = short_text(
        _("证书编号"),
        required=False,
        help_text=_("16位数字。不记得可以不填，我们从查询结果截图上读取。"),
        autocomplete="off",
        inputmode="numeric",
    )
    occupation = short_text(_("职业（工种）"), required=False, help_text=_("例如：中式烹调师。不确定可以不填。"))
    level = forms.TypedChoiceField(
        label=_("等级"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("不确定")), *((str(level), words) for level, words in LEVEL.items())],
    )
    recorded_item = short_text(_("证书上现在写的内容"), help_text=_("例如：姓名“王丽”。"))
    correct_item = short_text(_("应当更正为"), help_text=_("例如：姓名“王莉”。"))
    method = forms.ChoiceField(
        label=_("怎样领取"),
        choices=[
            (DeliveryMethod.POST.value, _("邮寄：邮费由您在收到时支付（到付）")),
            (DeliveryMethod.PICKUP.value, _("到窗口自取：须先打电话联系")),
        ],
        initial=DeliveryMethod.POST.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择怎样领取。")},
    )
    telephone = short_text(_("联系电话"), type="tel", autocomplete="tel")
    recipient = short_text(_("收件人姓名"), required=False, help_text=_("可以是本人或家人。"))
    address = short_text(_("邮寄地址"), required=False, help_text=_("省、市、区县、街道、门牌号。"))
    email = forms.EmailField(
        label=_("电子邮箱（选填）"),
        required=False,
        help_text=_("填写后，每一步进展都会发邮件告诉您。"),
        error_messages={"invalid": _("电子邮箱写得不完整，请核对；没有可以不填。")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    later = forms.BooleanField(
        label=_("缺少的材料已包含在其他文件里，或者我稍后补交"),
        required=False,
    )
    consent = forms.BooleanField(
        label=_("我已阅读个人信息处理告知，同意为办理本业务处理我的身份证照片、身份证号码等敏感个人信息"),
        error_messages={"required": _("请阅读告知后勾选同意；不同意则无法办理。")},
    )

    def __init__(self, business: Business, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if business is not Business.CORRECTION:  # D-5: only a correction names what is wrong
            del self.fields["recorded_item"], self.fields["correct_item"]

    def clean_id_number(self) -> str:
        """Check the digits; a document with letters is for an officer to judge."""
        text = self.cleaned_data["id_number"]
        if problem := identity_problem(text):
            raise forms.ValidationError(problem.translated(gettext))
        return normalise_identity(text)

    def clean_certificate_number(self) -> str:
        """Check that the certificate is one of this desk's (G-04, G-07, G-19)."""
        number = normalise(self.cleaned_data["certificate_number"])
        return check_number(number) if number else ""

    def clean_telephone(self) -> str:
        """Check the telephone."""
        return check_telephone(self.cleaned_data["telephone"])

    def clean(self) -> dict[str, Any]:
        """Post needs a name and an address (G-14); collection does not (G-18)."""
        values = super().clean() or self.cleaned_data
        if values.get("method") == DeliveryMethod.POST.value:
            for name in ("recipient", "address"):
                if name not in self.errors and not values.get(name):
                    self.add_error(name, gettext("选择邮寄时，请填写这一项。"))
        return values


def check_number(number: str) -> str:
    """Return a certificate number of this desk.

    Raises:
        ValidationError: misspelt, or another office's; the words name whom to ask.
    """
    guide = wiring.guide()
    this_year = guide.local_date(wiring.clock().now()).year
    reading = read_number(number, guide.rulebook.numbering, this_year=this_year)
    if reading.has(ProblemCode.UNKNOWN_CITY):
        return reading.number  # an officer finds out whose it is (G-21)
    if reading.problems:
        raise forms.ValidationError([problem.sentence.translated(gettext) for problem in reading.problems])
    office = guide.office_of(reading)
    if office is not None and not office.on_desk:
        words = gettext("这本证书由{office}颁发，请直接联系该单位办理，电话：{telephones}。")
        raise forms.ValidationError(words.format(office=office.name, telephones="、".join(office.telephones)))
    return reading.number


class AnswerForm(forms.Form):
    """What a holder adds in words on the progress page: only what was missing is asked."""

    business = forms.ChoiceField(
        label=_("办理的业务"),
        required=False,
        choices=[("", _("请选择")), *((b.value, "") for b in Business)],
    )
    recipient = short_text(_("收件人姓名"), required=False)
    telephone = short_text(_("联系电话"), required=False, type="tel", autocomplete="tel")
    address = short_text(_("邮寄地址"), required=False, help_text=_("省、市、区县、街道、门牌号。"))

    def __init__(self, wanted: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - wanted:
            del self.fields[name]
        if "business" in self.fields:
            rules = wiring.guide().businesses.values()
            self.fields["business"].choices = [("", _("请选择")), *((r.business.value, r.label) for r in rules)]  # type: ignore[attr-defined]

    def clean_telephone(self) -> str:
        """Check the telephone, when one is given."""
        text = str(self.cleaned_data["telephone"])
        return check_telephone(text) if text else ""
