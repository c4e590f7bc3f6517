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
import unicodedata

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


def squeeze(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def with_known_decks(page, truth):
    """The page with each group of titles in the roles that they have in truth, where the same titles are a group there:
    which of two lines is set in the larger type is nowhere in a dump."""
    groups = {}
    for known in truth["articles"]:
        lines = [*known["kicker"], known["headline"], *known["subtitle"]]
        groups[tuple(sorted(map(squeeze, lines)))] = known
    for article in page["articles"]:
        lines = [*article["kicker"], article["headline"], *article["subtitle"]]
        known = groups.get(tuple(sorted(map(squeeze, lines))))
        if known and len(lines) > 1:
            article.update({role: known[role] for role in ("kicker", "headline", "subtitle")})
    return page


def figures(pages, torn, out, *more):
    order = [sys.executable, str(shared() / "tools" / "score_pages.py"), str(pages), str(torn), "--json", str(out), *more]
    return subprocess.run(order, capture_output=True, text=True, check=True).stdout.splitlines()


def score(folder, binary):
    scores = {}
    for name in SETS:
        pages, torn, decked = folder / name, folder / f"{name}.torn", folder / f"{name}.decked"
        torn.mkdir(exist_ok=True)
        decked.mkdir(exist_ok=True)
        done = subprocess.run([binary, "parse", "--json", "--as-recovered", str(pages)], capture_output=True, check=False)
        for line in done.stdout.splitlines():
            page = json.loads(line)
            file = page["page"].replace(".txt", ".json")
            (torn / file).write_bytes(line)
            truth = json.loads((pages / file.replace(".json", ".truth.json")).read_text(encoding="utf-8"))
            (decked / file).write_text(json.dumps(with_known_decks(page, truth)), encoding="utf-8")
        out = folder / f"{name}.json"
        told = figures(pages, torn, out, "--worst", "10")
        scores[name] = json.loads(out.read_text(encoding="utf-8"))["all"]
        known = figures(pages, decked, folder / f"{name}.decked.json")[0]
        print(f"{name:12} {told[0][16:]}")
        print(f"    were it known which title is set larger: {known[16:52]}")
        for line in told[1:]:
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
