#!/usr/bin/env bash
# Builds what people download in two folders, and says whether the two are the same. Another profile may be
# named: `same-bytes.sh release`.
set -euo pipefail
profile="${1:-dist}"
here="$(cd "$(dirname "$0")/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

for folder in one "another/deeper one"; do
    mkdir -p "$work/$folder"
    git -C "$here" archive HEAD | tar -x -C "$work/$folder"
    (
        cd "$work/$folder"
        # The folder of the build, and the one of the packages, in Rust and in C.
        cargo_home="${CARGO_HOME:-$HOME/.cargo}"
        # Separated so that a blank in a path stays one.
        CARGO_ENCODED_RUSTFLAGS="--remap-path-prefix=$PWD=/incident"$'\x1f'"--remap-path-prefix=$cargo_home=/cargo"
        export CARGO_ENCODED_RUSTFLAGS
        export CFLAGS="-ffile-prefix-map=$cargo_home=/cargo"
        cargo build --quiet --locked --profile "$profile"
        sha256sum "target/$profile/incident" | tee "$work/sum-${folder%%/*}"
    )
done
one="$(cut -d' ' -f1 "$work/sum-one")"
another="$(cut -d' ' -f1 "$work/sum-another")"
if [ "$one" != "$another" ]; then
    echo "the two differ" >&2
    exit 1
fi
echo "the two are the same"
