#!/usr/bin/env bash
# Holds what `incident lint` writes for other programs against their own schemas and readers.
#
# `cargo test` checks the same formats without a network; this asks those who wrote them down. The
# schemas stay where they are published: the one of SARIF comes with a crate, the one of reviewdog's
# format with an npm package (left out where there is no npm).
#
# Usage: .github/scripts/validate-reports.sh [PATH-OF-INCIDENT]
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
binary=${1:-}
if [ -z "$binary" ]; then
  cargo build --locked --manifest-path "$top/Cargo.toml"
  binary=${CARGO_TARGET_DIR:-$top/target}/debug/incident
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
pip=("$work/venv/bin/pip" --quiet --disable-pip-version-check)
"${pip[@]}" install 'jsonschema[format-nongpl]==4.26.0' 'junitparser==5.0.3' 'sarif-tools==3.0.5'

mkdir -p "$work/crate/src"
touch "$work/crate/src/lib.rs"
cat > "$work/crate/Cargo.toml" <<'TOML'
[package]
name = "schemas"
edition = "2021"

[dependencies]
serde-sarif = "=0.8.0"
TOML
sarif=$(cargo metadata --format-version 1 --manifest-path "$work/crate/Cargo.toml" |
  "$work/venv/bin/python" -c '
import json, pathlib, sys
package = next(one for one in json.load(sys.stdin)["packages"] if one["name"] == "serde-sarif")
print(pathlib.Path(package["manifest_path"]).parent / "src" / "schema.json")')

rdjson=
if command -v npm > /dev/null; then
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work/npm" \
    @umbrelladocs/rdformat-validator@1.0.1
  rdjson=$work/rdjson.schema.json
  (cd "$work/npm" && node -e '
    const { rdformatSchema } = require("./node_modules/@umbrelladocs/rdformat-validator/dist/types/schema.js");
    console.log(JSON.stringify(rdformatSchema));') > "$rdjson" || rdjson=
fi

"$work/venv/bin/python" "$top/.github/scripts/validate_reports.py" "$binary" "$work" "$sarif" ${rdjson:+"$rdjson"}
for log in "$work"/reports/*.sarif; do
  "$work/venv/bin/sarif" summary "$log" > "$work/summary" ||
    { echo "sarif-tools cannot read $(basename "$log")"; exit 1; }
done
echo "sarif-tools: reads every log"
