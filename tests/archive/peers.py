#!/usr/bin/env python3
"""What others need for the searches that `archive bench` times: SQLite FTS5 and tantivy, on the same pages.

    python3 tests/archive/peers.py FOLDER MEGABYTES

takes so many megabytes of FOLDER/papers, article by article, and prints for each engine the build, the size, and the
times of the newest 50 of 200 queries of 1, 2, 4 and 8 characters that stand in the text. FTS5 comes with Python;
tantivy (`pip install tantivy`) is left out where it is missing. It decides nothing.
"""

import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time

LIMIT = 50
QUERIES = 200


def articles(folder, size):
    """The articles of the first `size` bytes, the newest first."""
    found, taken = [], 0
    for base, folders, names in os.walk(os.path.join(folder, "papers")):
        folders.sort()
        for name in sorted(names):
            with open(os.path.join(base, name), encoding="utf-8") as page:
                text = page.read()
            found.extend(text.split("\n\n"))
            taken += len(text.encode())
            if taken >= size:
                return found, taken
    return found, taken


def queries(texts, length):
    dice, found = random.Random(length), []
    while len(found) < QUERIES:
        text = dice.choice(texts)
        start = dice.randrange(len(text))
        word = text[start : start + length]
        if len(word) == length and all("\u4e00" <= c < "\ua000" for c in word):
            found.append(word)
    return found


def show(what, times):
    times.sort()
    at = lambda share: times[round((len(times) - 1) * share)] * 1e3
    print(f"{what}: p50 {at(.5):.2f} p95 {at(.95):.2f} p99 {at(.99):.2f} ms ({len(times)})", flush=True)


def size_of(folder):
    return sum(os.path.getsize(os.path.join(base, name)) for base, _, names in os.walk(folder) for name in names)


def measure(name, build, search, texts, size):
    folder = tempfile.mkdtemp()
    begin = time.time()
    index = build(folder, texts)
    taken = time.time() - begin
    print(f"{name}: build {taken / size * 1e9:.1f} s/GB, index / text {size_of(folder) / size:.2f}", flush=True)
    for length in (1, 2, 4, 8):
        times, short = [], 0
        for word in queries(texts, length):
            begin = time.time()
            hits = search(index, word)
            times.append(time.time() - begin)
            # Each query stands in the text.
            short += not hits
        show(f"{name}, {length} characters, newest {LIMIT}", times)
        if short:
            print(f"  {short} of {len(times)} found nothing, though all stand in the text")
    shutil.rmtree(folder)


def fts5(folder, texts):
    base = sqlite3.connect(os.path.join(folder, "fts.db"))
    base.execute("create virtual table t using fts5(text, tokenize='trigram')")
    base.executemany("insert into t(rowid, text) values (?, ?)", enumerate(texts, 1))
    base.execute("insert into t(t) values ('optimize')")
    base.commit()
    return base


def fts5_search(base, word):
    sql = f"select rowid, snippet(t, 0, '[', ']', '', 40) from t where t match ? order by rowid limit {LIMIT}"
    return base.execute(sql, (f'"{word}"',)).fetchall()


def tantivy_engine(tantivy):
    def build(folder, texts):
        maker = tantivy.SchemaBuilder()
        maker.add_text_field("text", stored=True, tokenizer_name="pairs")
        maker.add_integer_field("newer", stored=True, fast=True)
        index = tantivy.Index(maker.build(), path=folder)
        pairs = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 2, False)).build()
        index.register_tokenizer("pairs", pairs)
        writer = index.writer(400_000_000)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(text=text, newer=len(texts) - number))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return index

    def search(index, word):
        grams = [word] if len(word) < 3 else [word[at : at + 2] for at in range(len(word) - 1)]
        terms = [tantivy.Query.term_query(index.schema, "text", gram) for gram in grams]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
        searcher = index.searcher()
        # Articles that hold all pairs; those that do not hold the word itself are passed over.
        found, ahead = [], LIMIT
        while True:
            hits = searcher.search(query, ahead, order_by_field="newer").hits
            texts = [searcher.doc(place)["text"][0] for _, place in hits]
            found = [text for text in texts if word in text]
            if len(found) >= LIMIT or len(hits) < ahead:
                return found[:LIMIT]
            ahead *= 8

    return build, search


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    texts, size = articles(sys.argv[1], float(sys.argv[2]) * 1e6)
    print(f"{len(texts)} articles, {size / 1e6:.0f} MB", flush=True)
    measure("SQLite FTS5, trigram", fts5, fts5_search, texts, size)
    try:
        import tantivy
    except ImportError:
        print("tantivy is not installed")
        return
    measure("tantivy, one and two characters", *tantivy_engine(tantivy), texts, size)


main()
