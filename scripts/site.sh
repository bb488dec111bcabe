#!/usr/bin/env bash
# Builds the site of all pages, with a page for each rule, link and schedule, into bin/site: open bin/site/index.html. It needs no network to be read.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build "$root/src/FuncGrad.FSharp" -c Release -v quiet
rm -rf "$root/bin/site"
dotnet run --project "$root/src/FuncGrad.Site" -c Release -v quiet -- "$root" "$root/bin/site"
