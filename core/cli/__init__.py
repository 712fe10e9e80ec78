"""The `tessera` command: the whole journey without a screen."""

import sys
from collections.abc import Sequence
from importlib import import_module

from core.cli.arguments import parser
from core.cli.terminal import Terminal
from core.errors import UserError

BAD_INPUT = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command (None: the process's own arguments), print what it says and return its exit
    status.

    2, with one sentence on stderr, where the input cannot be used; SystemExit from argparse for
    `--help` and for arguments that it does not know.
    """
    options = parser().parse_args(arguments)
    terminal = Terminal(sys.stderr)
    try:
        # Not before: the numeric libraries take seconds to load, and help needs none of them.
        module = import_module(f"core.cli.{options.module}")
        answer = getattr(module, options.command)(options, terminal.progress)
    except UserError as error:
        terminal.clear()
        print(error, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        terminal.clear()
        return INTERRUPTED
    terminal.finish()
    print(answer)
    return 0
