#!/usr/bin/env bash
# bench.sh [W1 ... W8] [N1 ... N4] [costs] [compiling] [batches] [--rounds N] [--limits] [--record]: measures the workloads of tests/FuncGrad.Benchmarks/RESULTS.md and prints the table.
# Where the peers are (the folder FUNCGRAD_PEERS, or shared/peers beside the repository or above it), they run in the same run, in turn with FuncGrad.
# --limits leaves out all of them but the limits in C++, for the others take minutes. --record puts the table into RESULTS.md. Close other programs first: everything here takes both of two cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build tests/FuncGrad.Benchmarks -c Release -v quiet >&2
exec dotnet tests/FuncGrad.Benchmarks/bin/Release/net10.0/FuncGrad.Benchmarks.dll "$@"
