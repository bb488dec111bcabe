#!/usr/bin/env bash
# Builds everything with warnings as errors and runs every test; the last line says how many passed and failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
if ! dotnet build FuncGrad.sln -c Release -v quiet; then
    echo "0 passed, 1 failed"
    exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test -c Release --no-build 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded)
failed=$(count failed)
[ "$status" -eq 0 ] && [ "${passed:-0}" -gt 0 ] || { [ "${failed:-0}" -gt 0 ] || failed=1; status=1; }
echo "${passed:-0} passed, ${failed:-0} failed"
exit "$status"
