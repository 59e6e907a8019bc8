"""`auditorium report sla|alarms|availability|satisfaction|handover`: a running hall's, from a shell."""

import argparse
import sys
from pathlib import Path

from web.client import Client, show
from web.client import add_arguments as add_client
from web.client import run as run_client

HELP = {
    "en": ("of which month: 2026-10", "write it to this file: .html, .csv or .json", "file: {file}"),
    "zh-CN": ("月份，如 2026-10", "写入文件：.html、.csv 或 .json", "文件：{file}"),
}
LACKS = {
    "en": ("Say which month: --month 2026-10", "--out: a name that ends with .html, .csv or .json"),
    "zh-CN": ("请指明月份：--month 2026-10", "--out：文件名须以 .html、.csv 或 .json 结尾"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which report, of which month, to which file."""
    month, out, _ = HELP["zh-CN" if parser.get_default("lang") == "zh-CN" else "en"]
    add_client(parser)
    parser.add_argument("what", choices=("sla", "alarms", "availability", "satisfaction", "handover"))
    parser.add_argument("--month", default="", help=month)
    parser.add_argument("--out", default="", metavar="FILE", help=out)


def run(args: argparse.Namespace) -> int:
    """0, 1 where it fails, 2 where the month or a known kind of file is missing."""
    kind = Path(args.out).suffix.lstrip(".")
    no_month = args.what != "handover" and not args.month
    if no_month or (args.out and kind not in ("html", "csv", "json")):
        print(LACKS[args.lang][0 if no_month else 1], file=sys.stderr)
        return 2
    return run_client(args, _report)


def _report(client: Client, args: argparse.Namespace) -> int:
    form = Path(args.out).suffix.lstrip(".") if args.out else "json" if args.json else "csv"
    lang = "zh" if args.lang == "zh-CN" else "en"
    month = f"&month={args.month}" if args.month and args.what != "handover" else ""
    raw = client.raw("reports", args.what, query=f"?form={form}&lang={lang}{month}")
    if args.out:
        Path(args.out).write_bytes(raw)
        print(HELP[args.lang][2].format(file=args.out), file=sys.stderr)
    elif args.json:
        show(client.decoded(raw))
    else:
        print(raw.decode("utf-8-sig"), end="")
    return 0
