"""``quoteattr completion``: print a script that completes the command line in bash, zsh or fish.

The script is made from the parser:

>>> from argparse import ArgumentParser
>>> parser = ArgumentParser(prog="tool")
>>> commands = parser.add_subparsers()
>>> _ = commands.add_parser("go").add_argument("--speed", choices=["slow", "fast"], help="how fast to go")
>>> print(completion_script(parser, "fish").splitlines()[-1])
complete -c tool -n '__fish_seen_subcommand_from go' -l speed -x -a 'slow fast' -d 'how fast to go'
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from shlex import quote

from attrs import frozen

from quoteattr.commands.console import print_line
from quoteattr.commands.options import OK, Commands

__all__ = ["SHELLS", "add_command", "completion_script"]

SHELLS = ("bash", "zsh", "fish")


@frozen
class _Option:
    """An option. `choices` are the values that it takes: none if ``None``, a file or any text if empty."""

    name: str
    choices: tuple[str, ...] | None
    help: str


@frozen
class _Command:
    """A command with its options and the words that it takes; without words it takes files."""

    name: str
    help: str
    options: tuple[_Option, ...]
    words: tuple[str, ...]


def add_command(commands: Commands, parser: argparse.ArgumentParser) -> None:
    """Add ``completion``, which completes all commands of `parser`."""
    command = commands.add_parser("completion", help="print a script that completes the command line in a shell")
    command.add_argument("shell", choices=SHELLS)
    command.set_defaults(run=run, parser=parser)


def run(args: argparse.Namespace) -> int:
    """Print the script for a shell; return the exit status."""
    print_line(completion_script(args.parser, args.shell).removesuffix("\n"))
    return OK


def completion_script(parser: argparse.ArgumentParser, shell: str) -> str:
    """Return a script for a shell that completes commands, options, their choices and file names."""
    commands = list(_commands(parser))
    if shell == "fish":
        return "\n".join(_fish(parser.prog, commands)) + "\n"
    script = _bash(parser.prog, commands)
    if shell == "zsh":
        script = "#compdef " + parser.prog + "\nautoload -U +X bashcompinit && bashcompinit\n" + script
    return script


def _commands(parser: argparse.ArgumentParser) -> Iterator[_Command]:
    """Yield the commands of a parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, command in action.choices.items():
                words = [str(word) for a in command._actions if not a.option_strings for word in a.choices or ()]
                yield _Command(name, helps.get(name, ""), tuple(_options(command)), tuple(words))


def _options(parser: argparse.ArgumentParser) -> Iterator[_Option]:
    """Yield the long options of a command."""
    for action in parser._actions:
        for name in action.option_strings:
            if name.startswith("--"):
                choices = None if action.nargs == 0 else tuple(map(str, action.choices or ()))
                yield _Option(name, choices, action.help or "")


def _bash(prog: str, commands: list[_Command]) -> str:
    """Return a function for bash that looks at the word before the cursor and at the command."""
    lines = [
        f"_{prog}() {{",
        '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""',
        "    COMPREPLY=()",
        '    if [ "$COMP_CWORD" -eq 1 ]; then',
        f"        words={quote(' '.join(['--help', '--version', *(command.name for command in commands)]))}",
        "    else",
        '        case "${COMP_WORDS[1]} $before" in',
    ]
    for command in commands:
        for option in command.options:
            if option.choices is not None:
                chosen = f"words={quote(' '.join(option.choices))}" if option.choices else "return"
                lines.append(f"            {quote(f'{command.name} {option.name}')}) {chosen} ;;")
    for command in commands:
        words = " ".join([*(option.name for option in command.options), *command.words])
        lines.append(f"            {quote(command.name + ' ')}*) words={quote(words)} ;;")
    lines += [
        "        esac",
        "    fi",
        '    COMPREPLY=($(compgen -W "$words" -- "$word"))',
        "}",
        f"complete -o default -F _{prog} {prog}",
    ]
    return "\n".join(lines) + "\n"


def _fish(prog: str, commands: list[_Command]) -> Iterator[str]:
    """Yield a line for each command and each option."""
    first = quote("not __fish_seen_subcommand_from " + " ".join(command.name for command in commands))
    for command in commands:
        yield f"complete -c {prog} -f -n {first} -a {command.name} -d {quote(command.help)}"
    for command in commands:
        inside = f"complete -c {prog} -n {quote(f'__fish_seen_subcommand_from {command.name}')}"
        if command.words:
            yield f"{inside} -f -a {quote(' '.join(command.words))}"
        for option in command.options:
            if option.choices is None:
                values = ""
            else:
                values = f" -x -a {quote(' '.join(option.choices))}" if option.choices else " -r"
            yield f"{inside} -l {option.name.removeprefix('--')}{values} -d {quote(option.help)}"
