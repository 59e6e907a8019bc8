"""Mail as it comes in is read whatever it is: charsets, HTML, quotes, and bytes that are no mail (REQ-10)."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.desk.mailbox.html import plain
from controller.desk.mailbox.incoming import Mail, read, unquoted


def test_html_is_made_text() -> None:
    head, script = "<head><style>p{}</style></head>", "<script>x</script>"
    html = f"{head}<p>投影机&nbsp;没有<b>画面</b></p><ul><li>一<li>二</ul>{script}"
    assert plain(html) == "投影机 没有画面\n- 一\n- 二"
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "a@b.example"
    mail.set_content("<div>只有<br>网页</div>", subtype="html")
    assert read(bytes(mail)).text == "只有\n网页"


def test_mail_of_every_day_in_china_is_read() -> None:
    body = "投影机没有画面".encode("gb18030")
    head = b"From: =?gb2312?B?zfXAz8qm?= <wang@qq.example>\r\nSubject: =?gb2312?B?zbbTsLv6?=\r\n"
    found = read(head + b"Content-Type: text/plain; charset=gb2312\r\n\r\n" + body)
    assert (found.name, found.subject, found.text) == ("王老师", "投影机", "投影机没有画面")
    unknown = read(head + b"Content-Type: text/plain; charset=x-what\r\n\r\n" + body)
    assert unknown.text == "投影机没有画面"


@pytest.mark.parametrize("sender", ["李@例子.example", "li@例子.example", "li@xn--fsqu00a.example"])
def test_req_10_a_sender_of_a_chinese_domain_is_one(sender: str) -> None:
    assert read(f"From: 李 <{sender}>\r\nSubject: x\r\n\r\nx".encode()).sender == sender
    assert read(f"From: {sender.replace('@', ' at ')}\r\n\r\nx".encode()).sender == ""


@pytest.mark.parametrize(
    "quote",
    [
        "On Mon, 2 Mar 2026, Desk <d@x> wrote:",
        "在2026年3月2日，服务台写道：",
        "------ 原始邮件 ------",
        "> x\n> y",
    ],
)
def test_what_is_quoted_is_left_out(quote: str) -> None:
    assert unquoted(f"好了\n\n谢谢\n\n{quote}\n> 旧的") == "好了\n\n谢谢"


@settings(max_examples=400, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"From: a@b.c\n", b"Content-Type: multipart/mixed; boundary=x\n"]),
)
def test_no_bytes_make_reading_raise(raw: bytes, head: bytes) -> None:
    found = read(head + raw)
    assert isinstance(found, Mail)
    assert "\0" not in found.subject + found.text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_odd_headers_make_nothing_raise(subject: str, sender: str, name: str) -> None:
    raw = f"From: {sender}\nSubject: {subject}\nContent-Type: text/plain; name*0*=x''{name}\nTo: {name}\n\nx"
    assert isinstance(read(raw.encode("utf-8", "surrogatepass")), Mail)
