#!/bin/sh
# Scores recovery on a small fixed set of pages of later articles. Fails where a set falls 0.01 below its figure; skipped, with
# a line, where the shared folder is absent.
set -eu
cd "$(dirname "$0")/../.."
if [ ! -d ../shared/corpus ] && [ ! -d ../../shared/corpus ]; then
    echo "recovery_floor: skipped, no ../shared/corpus here"
    exit 0
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cargo build --quiet
python3 tests/recovery/evaluate.py test "$out" 3 40
python3 tests/recovery/evaluate.py score "$out" "${CARGO_TARGET_DIR:-target}/debug/baolan" | grep -v '^    '
python3 - "$out/scores.json" tests/recovery/floor.json <<'PY'
import json, sys
scores, floor = (json.load(open(path)) for path in sys.argv[1:])
low = [f"{name} {scores[name]['overall']:.4f}, was {was}" for name, was in floor.items() if scores[name]["overall"] < was - 0.01]
sys.exit("recovery_floor: " + "; ".join(low) if low else 0)
PY
