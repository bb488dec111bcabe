using System.Runtime.InteropServices;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>
/// The command as one file with the runtime in it, as scripts/publish.sh makes it for each platform: here of the assemblies that the tests
/// were built with, neither compiled ahead nor compressed, which takes minutes.
/// </summary>
public sealed class SingleFileTests
{
    /// <summary>A project whose only source is what was compiled already.</summary>
    private const string Project = """
        <Project>
          <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
            <OutputType>Exe</OutputType>
            <AssemblyName>FuncGrad.Lab</AssemblyName>
            <SelfContained>true</SelfContained>
            <PublishSingleFile>true</PublishSingleFile>
            <InvariantGlobalization>true</InvariantGlobalization>
            <ProduceReferenceAssembly>false</ProduceReferenceAssembly>
            <DebugType>none</DebugType>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="$(Built)/*.dll" Exclude="$(Built)/FuncGrad.Lab.dll" />
          </ItemGroup>
          <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
          <Target Name="CoreCompile">
            <Copy SourceFiles="$(Built)/FuncGrad.Lab.dll" DestinationFolder="$(IntermediateOutputPath)" />
          </Target>
        </Project>
        """;

    /// <summary>What restoring says where the runtime's package is not to be had: it is not in the feeds, or no feed answers.</summary>
    private static readonly string[] Missing = ["NU1101", "NU1102", "NU1301"];

    [Fact]
    public void The_command_of_one_file_starts_where_no_NET_is_installed()
    {
        using var folder = new TemporaryFolder();
        Make(folder);
        File.WriteAllText(folder["bowl.toml"], "loss = \"x^2\"\n[parameters]\nx = 3.0\n[sweep]\nmethod.learning_rate = [0.1, 0.4]\n");
        Assert.Equal(Shell.Run("rules"), Alone(folder, "rules"));
        string[] run = ["run", folder["bowl.toml"], "-o", folder["results"]];
        Assert.Equal(Shell.Run(run), Alone(folder, [.. run, "--fresh"]));
        Assert.Equal(0, Alone(folder, "plot", folder["results"], "-o", folder["loss.pdf"]).ExitCode);
        Assert.StartsWith("%PDF", File.ReadAllText(folder["loss.pdf"]), StringComparison.Ordinal);
    }

    private static void Make(TemporaryFolder folder)
    {
        var isHere = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;
        Assert.SkipUnless(isHere, "The file is made for Linux on x64.");
        File.WriteAllText(folder["Single.csproj"], Project);
        var built = Path.Combine(SourceCode.Root, "src", "FuncGrad.Lab", "bin", Scripts.Configuration, "net10.0");
        var made = Child.Dotnet(folder.Path, "publish", "-v", "quiet", $"-p:Built={built}", "-o", folder["made"]);
        var isMissing = Missing.Any(code => made.Output.Contains(code, StringComparison.Ordinal));
        Assert.SkipWhen(isMissing, "The package of the runtime is not to be had here.");
        Assert.Equal((0, ""), (made.ExitCode, made.Output.Trim()));
        Assert.Empty(Directory.GetFiles(folder["made"], "*.dll"));
        File.Move(folder["made/FuncGrad.Lab"], folder["funcgrad"]);
    }

    /// <summary>Runs the file where nothing of .NET is in reach, and its home is a folder that is not there.</summary>
    private static Finished Alone(TemporaryFolder folder, params string[] arguments) =>
        Child.Run(folder["funcgrad"], folder.Path, arguments, ("DOTNET_ROOT", null), ("PATH", "/nowhere"), ("HOME", folder["home"]));
}
