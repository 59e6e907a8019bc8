"""What is wrong with an address, in Chinese too; the transports say it in English, in fixed forms."""

import re

FORMS = (
    (r"an address begins with one of (.+)", "地址应以 {0} 之一开头"),
    (r"this (\w+) address cannot be read: (.+)", "{0} 地址无法解析：{1}"),
    (r"the port is a number from 0 to 65535", "端口应为 0 到 65535 的数字"),
    (r"an IPv6 address stands in \[brackets\]", "IPv6 地址要放在方括号里"),
    (r"no user or password stands in an address; .+", "地址里不写用户名和密码；请另写 password:"),
    (r"an address has no part behind #; .+", "地址没有 # 之后的部分；值里的 # 请写成 %23"),
    (r"nothing stands behind the port of a (\w+) address", "{0} 地址的端口之后不能再有内容"),
    (r"a (\w+) address needs a port from 1 to 65535: (.+)", "{0} 地址需要 1 到 65535 的端口：{1}"),
    (r"(\w+) has no option (.+); it has (.*)", "{0} 没有选项 {1}；可用的有 {2}"),
    (r"the option (.+) is written twice", "选项 {0} 写了两次"),
    (r"(\w+) belongs to version=3 of SNMP", "{0} 只用于 SNMP 版本 3"),
    (r"(\w+) belongs to versions 1 and 2c of SNMP; .+", "{0} 只用于 SNMP 版本 1 和 2c；版本 3 用 user"),
    (r"version=3 of SNMP needs user=NAME", "SNMP 版本 3 需要 user=用户名"),
    (r"priv needs auth too: .+", "用 priv 时也要有 auth：不签名就谈不上加密"),
    (r"(\w+) needs an? (\w+) of at least 8 characters", "用 {0} 时需要至少 8 个字符的 {1}"),
    (r"priv_password needs an auth_password too", "用 priv_password 时也要有 auth_password"),
    (r"a serial address names a port: (.+) or (.+)", "串口地址要写明端口：{0} 或 {1}"),
    (r"a visa address names a resource: (.+)", "visa 地址要写明仪器资源：{0}"),
    (r"py, ivi or FILE@sim", "py、ivi 或 文件@sim"),
    (r"a (\w+) address names a host: (.+)", "{0} 地址要写明主机：{1}"),
    (r"a whole number from (.+) to (.+)", "{0} 到 {1} 的整数"),
    (r"a number of seconds from (.+) to (.+)", "{0} 到 {1} 秒"),
    (r"one of (.+)", "{0} 之一"),
    (r"0 or 1", "0 或 1"),
    (r"not empty", "非空文字"),
    (r"an address such as (.+)", "形如 {0} 的地址"),
    (r"at least 8 characters long", "至少 8 个字符"),
    (r"1, 1\.5 or 2", "1、1.5 或 2"),
    (r"(\w+) is (.+), not ('.*'|\".*\")", "{0} 应为{1}，而不是 {2}"),
    (r"(\w+) is (.+)", "{0} 应为{1}"),
)


def in_chinese(sentence: str) -> str:
    """The sentence in Chinese; one of no known form stays as it is."""
    for form, chinese in FORMS:
        if found := re.fullmatch(form, sentence, re.S):
            return chinese.format(*(in_chinese(part) for part in found.groups()))
    return sentence
