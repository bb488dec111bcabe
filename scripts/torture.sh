#!/usr/bin/env bash
# Ends a batch at N random moments (50 if not given), once with SIGKILL and once with SIGTERM, for 1, 2 and 5 workers and for 1, 3 and 7
# merged shards, goes on each time, and compares the tables with those of an undisturbed run, byte for byte. CI does the same with N = 2.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export FUNCGRAD_KILLS=${1:-50} DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build tests/FuncGrad.Tests -c Release -v quiet
echo "$FUNCGRAD_KILLS moments each"
exec dotnet test --project tests/FuncGrad.Tests -c Release --no-build --filter-class FuncGrad.Tests.KillTests
