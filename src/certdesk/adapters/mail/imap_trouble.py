"""What an IMAP server's refusal means, and what the office does about it, in plain Chinese."""

import re
import socket
import ssl

from imapclient.exceptions import LoginError

UNSAFE = re.compile(r"unsafe login", re.IGNORECASE)
SWITCHED_OFF = re.compile(
    r"(?:imap|service|pop3).{0,30}(?:not enabled|disabled|not open|closed|未开启|已关闭|没有开启)|"
    r"not enable.{0,10}imap",
    re.IGNORECASE,
)
TOO_OFTEN = re.compile(r"too many|too frequent|frequency|limit(?:ed)?|登录过于频繁|频率", re.IGNORECASE)
NO_FOLDER = re.compile(r"(?:mailbox|folder).{0,40}(?:doesn't exist|not exist|unknown)|nonexistent", re.IGNORECASE)


def in_plain_words(trouble: BaseException, host: str, port: int) -> str:
    """Say what is wrong and what to do next."""
    return _by_kind(trouble, host, port) or _by_answer(trouble, f"{host}:{port}")


def _by_kind(trouble: BaseException, host: str, port: int) -> str:
    """Recognise what the network says before the server does."""
    if isinstance(trouble, socket.gaierror):
        return f"找不到邮件服务器“{host}”。请检查设置中的服务器地址（163邮箱为 imap.163.com），并确认本机能够上网。"
    if isinstance(trouble, ssl.SSLError):
        return (
            f"与 {host}:{port} 的加密连接没有建立。请检查端口（加密端口一般为993）、本机时间是否正确，以及服务器证书。"
        )
    if isinstance(trouble, ConnectionRefusedError):
        return f"{host} 的端口 {port} 拒绝连接。请检查端口号（加密端口一般为993）和防火墙。"
    if isinstance(trouble, TimeoutError):
        return f"连接 {host}:{port} 超时。请检查网络和防火墙，稍后会自动再试。"
    return ""


def _by_answer(trouble: BaseException, server: str) -> str:
    """Recognise what the server answered."""
    answer = str(trouble)
    if UNSAFE.search(answer):
        return (
            "服务器以“Unsafe Login”拒绝打开邮箱。请用浏览器登录该邮箱一次，按提示完成安全验证，"
            "并在“设置→POP3/SMTP/IMAP”中确认IMAP服务已开启；如仍被拒绝，请联系 kefu@188.com。"
        )
    if SWITCHED_OFF.search(answer):
        return "该邮箱没有开启IMAP服务。请在网页邮箱的“设置→POP3/SMTP/IMAP”中开启IMAP/SMTP服务，并重新生成授权码。"
    if TOO_OFTEN.search(answer):
        return "服务器限制了登录次数或连接数。请确认没有别的程序在频繁收信，稍后会自动再试。"
    if isinstance(trouble, LoginError):
        return (
            "邮箱用户名或授权码不正确。163邮箱要使用“授权码”，不是网页登录密码："
            "请在网页邮箱的“设置→POP3/SMTP/IMAP”中新增授权码，填入本系统的设置后重试。"
        )
    if NO_FOLDER.search(answer):
        return "设置中写的邮件文件夹在服务器上不存在。请核对文件夹名称，或者留空由系统自动选择收件箱和垃圾邮件。"
    return f"与邮件服务器 {server} 的连接中断（{type(trouble).__name__}）。稍后会自动再试；如持续出现，请检查网络。"
