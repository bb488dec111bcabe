#!/usr/bin/env bash
# The command as one file that needs no .NET installed, for each platform: bin/publish/funcgrad-linux-x64 and so on. Arguments choose among the platforms.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
[ "$#" -gt 0 ] || set -- linux-x64 win-x64 osx-arm64
mkdir -p bin/publish
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
for platform in "$@"; do
    dotnet publish src/FuncGrad.Lab -c Release -v quiet -r "$platform" --self-contained -o "$made/$platform" \
        -p:PublishSingleFile=true -p:EnableCompressionInSingleFile=true -p:DebugType=none
    for file in "$made/$platform"/FuncGrad.Lab*; do
        suffix=${file##*/FuncGrad.Lab}
        mv "$file" "bin/publish/funcgrad-$platform$suffix"
    done
done
ls -l bin/publish
if [ -x bin/publish/funcgrad-linux-x64 ] && [ "$(uname -sm)" = "Linux x86_64" ]; then
    bin/publish/funcgrad-linux-x64 run experiments/learning-rates.toml -o "$made/learning-rates" | sed -n 2,7p
fi
