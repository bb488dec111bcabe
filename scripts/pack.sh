#!/usr/bin/env bash
# Makes the packages in bin/packages, and does with them what users do: the samples of all READMEs as a C# project, an F# project, a program of one file and a
# script, the command by dnx and as an installed tool; each in an empty folder, with no package installed before, without a warning. It ends with "packages: right".
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
feed=$root/bin/packages
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$root/Directory.Build.props")

rm -rf "$feed"
for library in FuncGrad FuncGrad.FSharp; do dotnet pack "$root/src/$library" -c Release -v quiet -o "$feed"; done
# The command is a package for each platform, compiled ahead, one for all others, and one that names them.
dotnet pack "$root/src/FuncGrad.Lab" -c Release -v quiet -p:RuntimeIdentifiers='"linux-x64;win-x64;osx-arm64;any"' -p:SelfContained=false -o "$feed"
ls -l "$feed"

tried=$(mktemp -d)
trap 'rm -rf "$tried"' EXIT
export NUGET_PACKAGES=$tried/installed
mkdir "$tried/work"
cd "$tried/work"
echo "<configuration><packageSources><add key=\"built\" value=\"$feed\" /></packageSources></configuration>" > nuget.config

# sample README LANGUAGE: the code of its first block in a language, as it uses the packages.
sample() {
    awk -v fence="\`\`\`$2" '$0 == fence { inside = 1; next } /^```/ { inside = 0 } inside' "$1" \
        | sed -e "s|^#:project .*|#:package FuncGrad.Core@$version|" -e '/^#r .*FuncGrad\.dll"$/d' -e "s|^#r \".*FuncGrad\.FSharp\.dll\"|#r \"nuget: FuncGrad.FSharp, $version\"|"
}
# printed README LANGUAGE: what it says that this prints.
printed() { awk -v fence="\`\`\`$2" '$0 == fence { after = 1 } after && $0 == "prints" { shown = 1; next } shown && /^    / { print substr($0, 5); said = 1; next } said { exit }' "$1"; }
# same WHAT README LANGUAGE: whether stdin is that.
same() { diff <(printed "$2" "$3") - || { echo "$1 does not print what $2 says"; exit 1; }; echo "$1: right"; }

for readme in "$root/README.md" "$root/src/FuncGrad/README.md"; do
    sample "$readme" csharp > sample.cs
    dotnet run sample.cs | same "C# of one file" "$readme" csharp
    rm -rf project
    dotnet new console -o project --no-restore > created
    sed '/^#:/d' sample.cs > project/Program.cs
    (cd project && dotnet add package FuncGrad.Core -v "$version" > added && dotnet build -c Release -v quiet -warnaserror > built || { cat added built; exit 1; })
    dotnet project/bin/Release/net10.0/project.dll | same "C# project" "$readme" csharp
done
for readme in "$root/README.md" "$root/src/FuncGrad.FSharp/README.md"; do
    sample "$readme" fsharp > sample.fsx
    dotnet fsi sample.fsx | same "F# script" "$readme" fsharp
    rm -rf project
    dotnet new console -lang F# -o project --no-restore > created
    sed '/^#r/d' sample.fsx > project/Program.fs
    (cd project && dotnet add package FuncGrad.FSharp -v "$version" > added && dotnet build -c Release -v quiet -warnaserror > built || { cat added built; exit 1; })
    dotnet project/bin/Release/net10.0/project.dll | same "F# project" "$readme" fsharp
done

cp -r "$root/experiments" .
dotnet dnx funcgrad --yes -- run experiments/learning-rates.toml -o by-dnx > by-dnx.txt
dotnet tool install funcgrad --tool-path tools > installed.txt
tools/funcgrad run experiments/learning-rates.toml -o by-tool > by-tool.txt
cmp by-dnx/trials.csv by-tool/trials.csv
echo "funcgrad by dnx and as a tool: right"
echo "packages: right"
