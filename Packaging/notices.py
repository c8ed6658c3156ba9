#!/usr/bin/env python3
"""Prints the licenses and notices of the packages that Trent is linked with: Packaging/notices.py CHECKOUTS

CHECKOUTS is the directory in which SwiftPM has their sources. A text that several have is printed once.
"""

import pathlib
import sys

RULE = "=" * 80
NAMES = ("LICENSE", "LICENCE", "NOTICE", "COPYING")


def texts(checkouts):
    """The texts, each with the names of the packages it belongs to."""
    found = {}
    for package in sorted(path for path in checkouts.iterdir() if path.is_dir()):
        files = [file for file in sorted(package.iterdir()) if file.is_file() and file.name.upper().startswith(NAMES)]
        if not files:
            sys.exit(f"{package.name} has no license")
        for file in files:
            found.setdefault(file.read_text(encoding="utf-8").strip(), []).append(package.name)
    return found


def main():
    found = texts(pathlib.Path(sys.argv[1]))
    if not found:
        sys.exit(f"there are no packages in {sys.argv[1]}")
    for text, packages in found.items():
        print(RULE, ", ".join(packages), RULE, "", text, "", sep="\n")


if __name__ == "__main__":
    main()
