#!/usr/bin/env python3
"""Pages to learn recovery from and pages to measure it on, made from the articles of the shared folder, and the score.

    evaluate.py learn FOLDER            pages of the earlier articles, for `cargo run --release --example train`
    evaluate.py test FOLDER SEED [N]    pages of the later articles; N pages a set instead of the usual number
    evaluate.py score FOLDER BINARY     tears them with BINARY, prints the figures and writes FOLDER/scores.json

The articles of each paper are split by date, so no article that is measured was learned from. Nothing of a text is
kept outside FOLDER.
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve()
# The first date that is measured on, by paper: three quarters of the articles are earlier.
SPLIT = {"rmrb_print": "2015-06-12", "cctv": "2024-04-07", "citizen_hk": "2019-03-11"}
LEARN_SEEDS = (1, 2, 3, 4, 5, 6)
SIMPLIFIED = ("rmrb_print", "cctv")
# Set: profile of the page generator, papers, pages to learn from for seeds 1 to 3 and for 4 to 6, pages to measure on.
SETS = {
    "traditional": ("mixed", ("citizen_hk",), (150, 250), 100),
    "messy": ("messy", SIMPLIFIED, (250, 250), 150),
    "mixed": ("mixed", SIMPLIFIED, (250, 250), 150),
    "print": ("mixed", ("rmrb_print",), (150, 200), 60),
    "seed": ("seed", SIMPLIFIED, (250, 250), 150),
}


def shared():
    for up in HERE.parents:
        folder = up / "shared"
        if (folder / "corpus").is_dir() and (folder / "tools" / "make_pages.py").is_file():
            return folder
    sys.exit("evaluate: no shared folder with corpus and tools above this one")


def articles(folder, later):
    """One file a paper, of the articles before or from its date on."""
    files = {}
    for paper, date in SPLIT.items():
        lines = (shared() / "corpus" / f"{paper}.jsonl").read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if (json.loads(line)["date"] >= date) == later]
        files[paper] = folder / f"{paper}.jsonl"
        files[paper].write_text("\n".join(kept) + "\n", encoding="utf-8")
    return files


def make(name, seed, count, files, out):
    profile, papers, _, _ = SETS[name]
    inputs = [str(path) for paper, path in files.items() if paper in papers]
    tool = [sys.executable, str(shared() / "tools" / "make_pages.py")]
    order = ["--out", str(out), "--pages", str(count), "--seed", str(seed), "--profile", profile]
    subprocess.run(tool + order + inputs, check=True, stdout=subprocess.DEVNULL)


def learn(folder):
    folder.mkdir(parents=True, exist_ok=True)
    files = articles(folder, later=False)
    for number, (name, (_, _, counts, _)) in enumerate(SETS.items()):
        for seed in LEARN_SEEDS:
            # The order of the folders is that of the sets, because the weights depend on it.
            make(name, seed, counts[seed > 3], files, folder / f"{number}-{name}{seed}")


def test(folder, seed, count):
    folder.mkdir(parents=True, exist_ok=True)
    files = articles(folder, later=True)
    for name, (_, _, _, usual) in SETS.items():
        make(name, seed, count or usual, files, folder / name)


def score(folder, binary):
    tool = shared() / "tools" / "score_pages.py"
    scores = {}
    for name in SETS:
        pages, torn = folder / name, folder / f"{name}.torn"
        torn.mkdir(exist_ok=True)
        done = subprocess.run([binary, "parse", "--json", "--as-recovered", str(pages)], capture_output=True, check=False)
        for line in done.stdout.splitlines():
            page = json.loads(line)
            (torn / page["page"].replace(".txt", ".json")).write_bytes(line)
        # With nothing but a file of its own in it, the figures come out as data.
        figures = folder / f"{name}.json"
        order = [sys.executable, str(tool), str(pages), str(torn), "--json", str(figures)]
        told = subprocess.run(order, capture_output=True, text=True, check=True).stdout
        print(f"{name:12} {told.splitlines()[0][16:]}")
        scores[name] = json.loads(figures.read_text(encoding="utf-8"))["all"]
        for line in subprocess.run(order[:4] + ["--worst", "10"], capture_output=True, text=True, check=True).stdout.splitlines()[1:]:
            print(f"    {line}")
    (folder / "scores.json").write_text(json.dumps(scores, indent=1), encoding="utf-8")


def main():
    match sys.argv[1:]:
        case ["learn", folder]:
            learn(pathlib.Path(folder))
        case ["test", folder, seed]:
            test(pathlib.Path(folder), int(seed), None)
        case ["test", folder, seed, count]:
            test(pathlib.Path(folder), int(seed), int(count))
        case ["score", folder, binary]:
            score(pathlib.Path(folder), binary)
        case _:
            sys.exit(__doc__)


main()
