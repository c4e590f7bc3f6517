#!/bin/sh
# Scores recovery on the real seed page. Fails below the issue's floor; skipped, with a line, where the shared folder is absent.
set -eu
cd "$(dirname "$0")/../.."
seed=../shared/pages/seed
[ -d "$seed" ] || seed=../../shared/pages/seed
if [ ! -d "$seed" ]; then
    echo "seed_score: skipped, no ../shared/pages/seed here"
    exit 0
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cargo run --quiet -- parse "$seed/page_0001.txt" --json --as-recovered > "$out/page_0001.json"
python3 "$seed/../../tools/score_pages.py" "$seed" "$out" --json "$out/score.json"
python3 - "$out/score.json" <<'PY'
import json, sys
score = json.load(open(sys.argv[1]))["all"]
floor = {"overall": 0.90, "article_f1": 1.0, "join_f1": 1.0, "paragraph_f1": 1.0}
low = [f"{name} {score[name]:.3f} < {least}" for name, least in floor.items() if score[name] < least - 1e-9]
sys.exit("seed_score: " + ", ".join(low) if low else 0)
PY
