"""What `auditorium demo` says when all runs: where to look, who to be, what to try, what to break."""

from collections.abc import Iterable, Mapping

TEXT = """
  {zh}已运行 · {en} is running

  页面 / page         {url}
  模拟器 / simulators  {backdoor}

  账号 / accounts
{accounts}
{more}
  Ctrl-C 结束 / ends it
"""
TRY = """
  试一试
    1. 用 lead 登录，点“讲座”看预览，再运行：投影机预热，各步依次完成。
    2. 在模拟器页面上，从矩阵前面板改一路输入：平板立即显示，并提示与场景不符。
    3. 在模拟器页面上，断开 pdu-a 的 1 号插座：只生成一张工单，写明这个插座；再合上，自动恢复。
    4. 让主投影“装聋”，再运行“放映”：失败，说明原因，并放回原状。
  Try
    1. Log in as lead, preview Lecture, then run it: the projector warms, the steps land.
    2. On the simulators' page change an input at the matrix's front panel: the tablet shows it at once.
    3. On the simulators' page trip outlet 1 of pdu-a: one ticket, naming the outlet. Close it: restored.
    4. Make the main projector deaf and run Film: it fails, says why, and puts back what it moved.

  从命令行也可以 / from a shell as well
    export AUDITORIUM_URL={url} AUDITORIUM_TOKEN={token}
    auditorium device set matrix/video_tie/1 3
    curl -X PUT {backdoor}/devices/main-projector/impairments -d '{{"silent": true}}'
    curl -X POST {backdoor}/outlets/pdu-a/outlet/1/trip
"""


MOVED = {
    "en": "The usual place is taken: the page is at port {port}, the devices at {host}.",
    "zh-CN": "默认位置已被占用：页面改用端口 {port}，设备在 {host}。",
}
NO_PLACE = {
    "en": {
        "port": "{what} is taken by another program: choose with --port N (N and N+1 must be free).",
        "devices": "{what} is taken by another program, and the simulated devices need it. "
        "Name another address of this machine: AUDITORIUM_DEMO_HOST=127.0.0.9.",
        "many": "Too many demonstrations run on this machine: all of {what} is taken. End one of them.",
    },
    "zh-CN": {
        "port": "{what} 已被其他程序占用：请用 --port N 另选（N 与 N+1 都要空闲）。",
        "devices": "{what} 已被其他程序占用，而模拟设备需要它。"
        "请指定本机另一个地址：AUDITORIUM_DEMO_HOST=127.0.0.9。",
        "many": "本机已有太多演示在运行：{what} 的端口全部被占用。请先结束一个。",
    },
}


def moved(port: int, host: str, lang: str) -> str:
    """That it is not where the documents say."""
    return MOVED[_known(lang)].format(port=port, host=host)


def no_place(code: str, what: str, lang: str) -> str:
    """What is taken, and how to choose."""
    return NO_PLACE[_known(lang)][code].format(what=what)


def _known(lang: str) -> str:
    return "zh-CN" if lang == "zh-CN" else "en"


def greeting(
    url: str, backdoor: str, accounts: Iterable[Mapping[str, str]], name: Mapping[str, str], more: str = ""
) -> str:
    """The whole text; `name` is the hall's, in both languages, `more` is what to try in it."""
    rows = "\n".join(f"    {one['name']:<12}{one['password']:<18}{one['role']}" for one in accounts)
    return TEXT.format(url=url, backdoor=backdoor, accounts=rows, more=more, **name)


def things_to_try(url: str, backdoor: str, token: str) -> str:
    """What there is to do in the sample hall."""
    return TRY.format(url=url, backdoor=backdoor, token=token)
