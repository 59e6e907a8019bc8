"""`auditorium config schema`: the JSON Schema of a hall's file, for editors that complete and underline."""

import argparse
import json

from controller.hall.hallfile import schema


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to print; there is one thing so far."""
    parser.add_argument("what", choices=("schema",))


def run(args: argparse.Namespace) -> int:
    """Print the schema; a hall's file names it in its first line: `# yaml-language-server: $schema=...`."""
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
    return 0
