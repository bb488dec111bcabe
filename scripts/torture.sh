#!/usr/bin/env bash
# What results survive. The short form, `torture.sh`, takes minutes; the long form, `torture.sh --long`, hours:
# - a batch ended at random moments (50, or 5 in short) with SIGKILL and SIGTERM, for 1, 2 and 5 workers and for 1, 3 and 7 merged shards, goes on to the same bytes;
#   so does learning by batches, whose parameters are kept;
# - every byte (some in short) of every file that is kept is changed: found, mended or refused; files of others and links stand in every place that is written;
# - with strace (Debian's package; not on macOS): runs, merges and exports killed at every call that writes, and EIO and ENOSPC injected into every such call, fsync
#   included; two runs started at once, with file locks and without.
# CI does a few of each with the tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
form=${1:-}
[ "$form" = --long ] && every=1 kills=50 bytes=1000000 || every=5 kills=5 bytes=40
export FUNCGRAD_KILLS=$kills FUNCGRAD_TAMPERED_BYTES=$bytes DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build tests/FuncGrad.Tests -c Release -v quiet
tests() { dotnet test --project tests/FuncGrad.Tests -c Release --no-build --filter-class "$@"; }
tests FuncGrad.Tests.KillTests FuncGrad.Tests.LearningKillTests
tests FuncGrad.Tests.TamperTests FuncGrad.Tests.OwnershipTests FuncGrad.Tests.LockTests
if command -v strace >/dev/null; then
    python3 scripts/torture_calls.py tests/FuncGrad.Tests/bin/Release/net10.0/FuncGrad.Lab.dll "$every"
else
    echo "strace is not here: no kills at system calls, no injected errors."
fi
