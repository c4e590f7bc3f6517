#!/bin/sh
# Sets the same text with Vim, Emacs and less, as far as they are installed, and counts forbidden breaks beside ours.
#
#   tests/kinsoku/compare.sh PATH... [-- FROM TO STEP]
#
# PATH is what `--example kinsoku` takes; without any it is the stress text. Widths are 20 to 120 in steps of 10, unless said.
# Nothing of this is needed by `cargo test`.
set -eu
cd "$(dirname "$0")/../.."

paths=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    paths="$paths $1"
    shift
done
[ $# -eq 0 ] || shift
from=${1:-20} to=${2:-120} step=${3:-10}
: "${paths:=tests/kinsoku/stress.txt}"
# Another build of the example can be named, so that a fat one need not be waited for.
kinsoku=${KINSOKU:-cargo run --quiet --release --example kinsoku --}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
export LC_ALL=C.UTF-8
# Not quoted on purpose: paths and the command are lists.
# shellcheck disable=SC2086
$kinsoku $paths --export "$work/text.txt"
lines=

if command -v vim >/dev/null; then
    for option in 'mM' 'mM]'; do
        name=vim-$(printf %s "$option" | tr ']' h)
        for width in $(seq "$from" "$step" "$to"); do
            vim -es -u NONE -N +"set encoding=utf-8 fileencoding=utf-8 nojoinspaces ambiwidth=single textwidth=$width formatoptions=tq$option" \
                +'normal! gggqG' +"w! $work/$name-$width.txt" +'qa!' "$work/text.txt" </dev/null >/dev/null 2>&1 || true
        done
        lines="$lines --lines vim_gq_$option=$work/$name"
    done
else
    echo 'vim is not installed: left out' >&2
fi

if command -v emacs >/dev/null; then
    for width in $(seq "$from" "$step" "$to"); do
        emacs -Q --batch --eval "(progn
            (set-language-environment \"UTF-8\")
            (setq coding-system-for-read 'utf-8-unix coding-system-for-write 'utf-8-unix)
            (find-file \"$work/text.txt\")
            (text-mode)
            (setq fill-column $width enable-kinsoku t sentence-end-double-space nil)
            (fill-region (point-min) (point-max))
            (write-file \"$work/emacs-$width.txt\"))" >/dev/null 2>&1
    done
    lines="$lines --lines emacs_fill-region=$work/emacs"
else
    echo 'emacs is not installed: left out' >&2
fi

# shellcheck disable=SC2086
$kinsoku $paths --widths "$from..$to/$step" $lines
