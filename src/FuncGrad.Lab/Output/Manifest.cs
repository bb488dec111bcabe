using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>One process's work on a batch.</summary>
internal sealed record Session(DateTime Started, double Seconds, string Host, string Processor, int Cores, int Workers, string Version, long BlocksFound, long BlocksComputed)
{
    public static Session Begin(int workers, long blocksFound) => new(
        DateTime.UtcNow, 0, Environment.MachineName, Machine.Processor, Environment.ProcessorCount, workers, Machine.Version, blocksFound, 0);
}

/// <summary><c>manifest.json</c>: every figure that differs between two runs of the same experiment, and what the folder is.</summary>
internal sealed record Manifest
{
    public const string FileName = "manifest.json";

    public const string Running = "running", Complete = "complete";

    public required string Status { get; init; }
    public required string Version { get; init; }
    public required string ExperimentFile { get; init; }
    public required string Identity { get; init; }
    public string Title { get; init; } = "";
    public long Seed { get; init; }
    public long Trials { get; init; }
    public int BlockSize { get; init; }
    public IReadOnlyDictionary<string, string> DataHashes { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>The header lines of the tables, for whoever merges shards; empty for no table.</summary>
    public string TrialHeader { get; init; } = "";

    /// <inheritdoc cref="TrialHeader"/>
    public string StepHeader { get; init; } = "";

    public IReadOnlyList<Session> Sessions { get; init; } = [];
    public IReadOnlyList<OutputFile> Files { get; init; } = [];
    public Tally Tally { get; init; } = new();

    /// <summary>The manifest of a folder, or null if there is none or it is none.</summary>
    public static Manifest? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return Of(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException) { return null; }
    }

    /// <summary>Writes it into a folder; <paramref name="writer"/> as in <see cref="Durable.Write"/>.</summary>
    public void Write(string folder, string writer = "new")
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) Write(json);
        memory.WriteByte((byte)'\n');
        Durable.Write(Path.Combine(folder, FileName), memory.GetBuffer().AsSpan(0, (int)memory.Length), writer);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("status", Status);
        json.WriteString("funcgrad", Version);
        json.WriteString("dotnet", RuntimeInformation.FrameworkDescription);
        json.WriteString("system", RuntimeInformation.OSDescription);
        json.WriteString("title", Title);
        json.WriteString("experiment", ExperimentFile);
        json.WriteString("identity", Identity);
        json.WriteNumber("seed", Seed);
        json.WriteNumber("trials", Trials);
        json.WriteNumber("block_size", BlockSize);
        json.WriteString("trial_header", TrialHeader);
        json.WriteString("step_header", StepHeader);
        json.WriteStartObject("data");
        foreach (var (name, hash) in DataHashes) json.WriteString(name, hash);
        json.WriteEndObject();
        json.WriteStartArray("set");
        foreach (var setting in Overrides) json.WriteStringValue(setting);
        json.WriteEndArray();
        Events.WriteVerdicts(json, Tally);
        json.WriteStartObject("stop_reasons");
        for (var i = 0; i < Tally.StopNames.Count; i++) json.WriteNumber(Tally.StopNames[i], Tally.Stops[i]);
        json.WriteEndObject();
        json.WriteNumber("steps", Tally.Steps);
        json.WriteString("tally", Tally.ToString());
        json.WriteStartArray("files");
        foreach (var file in Files) Write(json, file);
        json.WriteEndArray();
        json.WriteStartArray("sessions");
        foreach (var session in Sessions) Write(json, session);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OutputFile file)
    {
        json.WriteStartObject();
        json.WriteString("name", file.Name);
        json.WriteNumber("bytes", file.Bytes);
        json.WriteNumber("rows", file.Rows);
        if (file.Checksum is { } checksum) json.WriteString("crc32c", checksum.ToString("x8", CultureInfo.InvariantCulture));
        if (file.Modified is { } modified) json.WriteString("modified", modified.ToString("O", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Session session)
    {
        json.WriteStartObject();
        json.WriteString("started", session.Started.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        json.WriteNumber("seconds", session.Seconds);
        json.WriteString("host", session.Host);
        json.WriteString("processor", session.Processor);
        json.WriteNumber("cores", session.Cores);
        json.WriteNumber("workers", session.Workers);
        json.WriteString("funcgrad", session.Version);
        json.WriteNumber("blocks_found", session.BlocksFound);
        json.WriteNumber("blocks_computed", session.BlocksComputed);
        json.WriteEndObject();
    }

    private static Manifest Of(JsonElement json) => new()
    {
        Status = Text(json, "status"),
        Version = Text(json, "funcgrad"),
        ExperimentFile = Text(json, "experiment"),
        Identity = Text(json, "identity"),
        Title = Text(json, "title"),
        Seed = json.GetProperty("seed").GetInt64(),
        Trials = json.GetProperty("trials").GetInt64(),
        BlockSize = json.GetProperty("block_size").GetInt32(),
        TrialHeader = Text(json, "trial_header"),
        StepHeader = Text(json, "step_header"),
        DataHashes = json.GetProperty("data").EnumerateObject().ToDictionary(data => data.Name, data => data.Value.GetString()!),
        Overrides = [.. json.GetProperty("set").EnumerateArray().Select(setting => setting.GetString()!)],
        Tally = Tally.Parse(Text(json, "tally").Split(' ')),
        Files = [.. json.GetProperty("files").EnumerateArray().Select(FileOf)],
        Sessions = [.. json.GetProperty("sessions").EnumerateArray().Select(SessionOf)],
    };

    /// <summary>Manifests of earlier programs have no checksums.</summary>
    private static OutputFile FileOf(JsonElement json) => new(Text(json, "name"), json.GetProperty("bytes").GetInt64(), json.GetProperty("rows").GetInt64())
    {
        Checksum = json.TryGetProperty("crc32c", out var checksum) ? uint.Parse(checksum.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null,
        Modified = json.TryGetProperty("modified", out _) ? Time(json, "modified") : null,
    };

    private static Session SessionOf(JsonElement json) => new(
        Time(json, "started"),
        json.GetProperty("seconds").GetDouble(), Text(json, "host"), Text(json, "processor"), json.GetProperty("cores").GetInt32(),
        json.GetProperty("workers").GetInt32(), Text(json, "funcgrad"), json.GetProperty("blocks_found").GetInt64(), json.GetProperty("blocks_computed").GetInt64());

    private static DateTime Time(JsonElement json, string name) =>
        DateTime.Parse(Text(json, name), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}

/// <summary>What this process runs on.</summary>
internal static class Machine
{
    public static string Version { get; } = typeof(Machine).Assembly.GetName().Version!.ToString(3);

    public static string Processor { get; } = ReadProcessor();

    private static string ReadProcessor()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
