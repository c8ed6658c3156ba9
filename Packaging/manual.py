#!/usr/bin/env python3
"""Makes the manual page trent(1) from what the command line says of itself.

    trent --experimental-dump-help | Packaging/manual.py [--date YYYY-MM-DD] > trent.1

The page is in the man(7) macros. Commands, options and their descriptions come from the binary; what no command can tell
of (files, examples) stands in `manual-end.man`, beside this.
"""

import argparse
import json
import pathlib
import sys
import textwrap

END = pathlib.Path(__file__).with_name("manual-end.man")
# Every command has them; they are told of once.
EVERYWHERE = {"help", "version"}


def escaped(text):
    """A text as roff prints it: its hyphens can be copied and searched for, and no line is taken for a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in text.splitlines())


def paragraph(block):
    """Lines of roff for a paragraph; of one that is indented, such as an example, each line stays one."""
    if all(line.startswith("    ") for line in block.splitlines()):
        return f".RS 4\n.nf\n{escaped(textwrap.dedent(block))}\n.fi\n.RE"
    return escaped(" ".join(block.split()))


def paragraphs(text):
    """Lines of roff for a text in which empty lines end paragraphs."""
    blocks = [block.strip("\n") for block in text.split("\n\n") if block.strip()]
    return "\n.PP\n".join(map(paragraph, blocks))


def spelled(name):
    return ("-" if name["kind"] == "short" else "--") + name["name"]


def long_name(argument):
    name = spelled(argument["preferredName"])
    return name.replace("--", "--[no-]", 1) if argument["hasOpposite"] else name


def names(argument):
    return {name["name"] for name in argument.get("names", [])}


def opposite(flag):
    return {f"no-{name}" for name in flag}


def own(command):
    """The arguments of a command that are its own, and shown."""
    some = [one for one in command["arguments"] if one["shouldDisplay"] and not names(one) & EVERYWHERE]
    flags = [names(one) for one in some if one["kind"] == "flag"]
    # A flag and its opposite are one entry.
    found = [one for one in some if names(one) not in map(opposite, flags)]
    return [one | {"hasOpposite": one["kind"] == "flag" and opposite(names(one)) in flags} for one in found]


def shown(command):
    """Its subcommands, but for the one that prints help."""
    return [one for one in command.get("subcommands", []) if one["shouldDisplay"] and one["commandName"] != "help"]


def usage(argument):
    """An argument as the synopsis has it, in roff with bold and italics."""
    value = f"\\fI{escaped(argument['valueName'])}\\fR"
    if argument["kind"] == "positional":
        text = value
    else:
        text = f"\\fB{escaped(long_name(argument))}\\fR"
        if argument["kind"] == "option":
            text += " " + value
    if argument["isRepeating"]:
        text += "..."
    return f"[{text}]" if argument["isOptional"] else text


def entry(argument):
    """The paragraph of an argument."""
    value = f"\\fI{escaped(argument['valueName'])}\\fR"
    spellings = [spelled(name) for name in argument.get("names", [])]
    if argument["hasOpposite"]:
        spellings = [long_name(argument)]
    bold = [f"\\fB{escaped(spelling)}\\fR" for spelling in spellings]
    head = ", ".join(bold) or value
    if argument["kind"] == "option":
        head += " " + value
    text = argument.get("abstract", "")
    if (default := argument.get("defaultValue")) is not None:
        text = f"{text.rstrip('.')} (default: {default})."
    return f".TP\n{head}\n{paragraphs(text)}" if text else f".TP\n{head}\n\\&"


def leaves(command, path=()):
    """The commands that do something, with the words that call them."""
    path = (*path, command["commandName"])
    found = shown(command)
    if not found:
        yield path, command
    for one in found:
        yield from leaves(one, path)


def groups(arguments):
    """The arguments by the titles of their sections, those without one first."""
    titles = sorted({one.get("sectionTitle") or "" for one in arguments}, key=lambda title: title != "")
    return [(title, [one for one in arguments if (one.get("sectionTitle") or "") == title]) for title in titles]


def section(path, command):
    """What a page says of a command."""
    # Its synopsis wraps between arguments only.
    words = " ".join(usage(one).replace(" ", "\\ ") for one in own(command))
    lines = [f'.SS "{escaped(" ".join(path[1:]))}"', f"\\fB{escaped(' '.join(path))}\\fR {words}".rstrip()]
    if command.get("abstract"):
        lines += [".PP", paragraphs(command["abstract"])]
    if command.get("discussion"):
        lines += [".PP", paragraphs(command["discussion"])]
    for title, arguments in groups(own(command)):
        if title:
            lines += [".PP", f"\\fI{escaped(title)}\\fR"]
        lines += map(entry, arguments)
    return "\n".join(lines)


def page(command, version, date):
    """The whole page. `command` is the tree that swift-argument-parser dumps."""
    name = command["commandName"]
    abstract = command["abstract"].rstrip(".").removeprefix("A ")
    sections = [section(path, leaf) for path, leaf in leaves(command)]
    return "\n".join([
        textwrap.dedent(f"""\
            .\\" Made by Packaging/manual.py from what the command line says of itself.
            .TH {name.upper()} 1 "{date}" "{name} {version}" "User Commands"
            .nh
            .ad l
            .SH NAME
            {name}, {name}.yaml \\- {escaped(abstract)}
            .SH SYNOPSIS
            .B {name}
            .I command
            .RI [ arguments ]
            .br
            .B {name} help
            .RI [ command ]
            .br
            .B {name} \\-\\-version
            .SH DESCRIPTION"""),
        paragraphs(command.get("discussion", "")),
        ".SH COMMANDS",
        *sections,
        END.read_text(encoding="utf-8").rstrip(),
        "",
    ])  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--date", default="", help="the day of the release, YYYY-MM-DD")
    parser.add_argument("--version", default="", help="the release")
    given = parser.parse_args()
    sys.stdout.write(page(json.load(sys.stdin)["command"], given.version, given.date))


if __name__ == "__main__":
    main()
