#!/bin/sh
# Measures recovery on pages of later articles than those it was learned from: the figures of each set, and its ten
# worst pages. Usage: tests/recovery/eval.sh [SEED]; needs the shared folder and python3.
set -eu
cd "$(dirname "$0")/../.."
seed=${1:-3}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cargo build --quiet --release --bin baolan
echo "articles from 2015-06-12 (print), 2024-04-07 (cctv), 2019-03-11 (traditional) on; page seed $seed"
python3 tests/recovery/evaluate.py test "$out" "$seed"
python3 tests/recovery/evaluate.py score "$out" "${CARGO_TARGET_DIR:-target}/release/baolan"
