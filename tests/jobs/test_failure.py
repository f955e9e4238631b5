import pytest

from certdesk.jobs.failure import describe
from certdesk.ports.mailbox import MailboxUnreachable


def caught(error):
    def deep_inside():
        raise error

    try:
        deep_inside()
    except Exception as raised:  # noqa: BLE001 - any error is looked at
        return describe(raised)


@pytest.mark.parametrize(
    "text", ["王小明的身份证号码 210103199001011234", "to wang@example.com", "地址：沈阳市和平区某街1号"]
)
def test_the_text_of_an_error_is_never_told(text):
    said = caught(ValueError(text))
    assert said.startswith("ValueError at ")
    assert text not in said
    assert "deep_inside < " in said


def test_the_error_behind_an_error_is_named():
    try:
        try:
            raise KeyError("王小明")  # noqa: TRY301 - the text is the test
        except KeyError as inner:
            raise RuntimeError("王小明") from inner
    except RuntimeError as error:
        said = describe(error)
    assert said.startswith("RuntimeError after KeyError at ")
    assert "王小明" not in said


def test_an_error_written_for_the_operator_is_told_without_addresses_and_numbers():
    said = caught(MailboxUnreachable("邮箱 office@163.com 登录失败（编号 12345678），请检查授权码。"))
    assert said.startswith("MailboxUnreachable: 邮箱 *** 登录失败（编号 ***），请检查授权码。 at ")


def test_what_is_told_fits_its_column():
    assert len(caught(MailboxUnreachable("请检查授权码。" * 200))) == 400
