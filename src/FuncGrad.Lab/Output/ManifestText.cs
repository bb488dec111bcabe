using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>Manifests and their parts as JSON: indented with a checksum for the file, on one line for the journal.</summary>
internal static class ManifestText
{
    private const string ChecksumKey = "  \"checksum\": \"", End = "\"\n}\n";

    private const int ChecksumLength = 8;

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The content of <c>manifest.json</c>. Its last line is a checksum of all in front of it.</summary>
    public static byte[] Of(Manifest manifest)
    {
        var text = Text(json => Write(json, manifest), Indented).AsSpan().TrimEnd("\n}"u8).ToArray();
        byte[] content = [.. text, .. ",\n"u8];
        return [.. content, .. Encoding.ASCII.GetBytes(FormattableString.Invariant($"{ChecksumKey}{Checksum.Of(content):x8}{End}"))];
    }

    /// <summary>
    /// What such a text says; null if it is none, or not as it was written. Earlier programs, and people who write it anew, leave out the
    /// checksum.
    /// </summary>
    public static Manifest? Manifest(byte[] text)
    {
        try
        {
            if (HasWrongChecksum(text)) return null;
            using var json = JsonDocument.Parse(text);
            return Of(json.RootElement);
        }
        catch (Exception error) when (IsOfTheForm(error)) { return null; }
    }

    /// <summary>What of a manifest is known from the beginning.</summary>
    public static string Batch(Manifest manifest, Shard shard) => Line(json =>
    {
        WriteBatch(json, manifest);
        json.WriteString("shard", shard.ToString());
    });

    public static (Manifest Manifest, Shard Shard) Batch(string text) =>
        Read(text, json => (BatchOf(json, FuncGrad.Lab.Manifest.Running), Shard.Parse(Word(json, "shard")) ?? throw new FormatException()));

    public static string Of(Session session) => Line(json => Write(json, session));

    public static Session Session(string text) => Read(text, SessionOf);

    public static string Of(IReadOnlyList<OutputFile> files) => Line(json => Write(json, files));

    public static IReadOnlyList<OutputFile> Files(string text) => Read(text, FilesOf);

    /// <summary>Whether an error says that a text has not the form that is read, whatever is wrong with it.</summary>
    public static bool IsOfTheForm(Exception error) =>
        error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException
            or OverflowException or IndexOutOfRangeException or NullReferenceException;

    private static bool HasWrongChecksum(ReadOnlySpan<byte> text)
    {
        var content = text.Length - ChecksumKey.Length - ChecksumLength - End.Length;
        if (content < 0 || !text[content..].StartsWith(Encoding.ASCII.GetBytes(ChecksumKey))
            || !text.EndsWith(Encoding.ASCII.GetBytes(End)))
            return false;
        var digits = text.Slice(content + ChecksumKey.Length, ChecksumLength);
        return !uint.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var checksum)
            || checksum != Checksum.Of(text[..content]);
    }

    private static string Line(Action<Utf8JsonWriter> content) => Encoding.UTF8.GetString(Text(content, default));

    private static byte[] Text(Action<Utf8JsonWriter> content, JsonWriterOptions options)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        return memory.ToArray();
    }

    private static T Read<T>(string text, Func<JsonElement, T> read)
    {
        using var json = JsonDocument.Parse(text);
        return read(json.RootElement);
    }

    private static void Write(Utf8JsonWriter json, Manifest manifest)
    {
        json.WriteString("status", manifest.Status);
        WriteBatch(json, manifest);
        json.WriteString("dotnet", RuntimeInformation.FrameworkDescription);
        json.WriteString("system", RuntimeInformation.OSDescription);
        manifest.Tally.WriteVerdicts(json);
        json.WriteStartObject("stop_reasons");
        for (var i = 0; i < Tally.StopNames.Count; i++) json.WriteNumber(Tally.StopNames[i], manifest.Tally.Stops[i]);
        json.WriteEndObject();
        json.WriteNumber("steps", manifest.Tally.Steps);
        json.WriteString("tally", manifest.Tally.ToString());
        Write(json, manifest.Files);
        json.WriteStartArray("sessions");
        foreach (var session in manifest.Sessions)
        {
            json.WriteStartObject();
            Write(json, session);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteBatch(Utf8JsonWriter json, Manifest manifest)
    {
        json.WriteString("funcgrad", manifest.Version);
        json.WriteString("build", manifest.Build);
        json.WriteString("title", manifest.Title);
        json.WriteString("experiment", manifest.ExperimentFile);
        json.WriteString("experiment_sha256", manifest.ExperimentHash);
        json.WriteString("identity", manifest.Identity);
        json.WriteNumber("seed", manifest.Seed);
        json.WriteNumber("trials", manifest.Trials);
        json.WriteNumber("block_size", manifest.BlockSize);
        json.WriteString("trial_header", manifest.TrialHeader);
        json.WriteString("step_header", manifest.StepHeader);
        json.WriteStartObject("data");
        foreach (var (name, hash) in manifest.DataHashes) json.WriteString(name, hash);
        json.WriteEndObject();
        Write(json, manifest.Classes);
        json.WriteStartArray("set");
        foreach (var setting in manifest.Overrides) json.WriteStringValue(setting);
        json.WriteEndArray();
    }

    /// <summary>Only experiments that read words have classes.</summary>
    private static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, IReadOnlyList<string>> classes)
    {
        if (classes.Count == 0) return;
        json.WriteStartObject("classes");
        foreach (var (column, words) in classes)
        {
            json.WriteStartArray(column);
            foreach (var word in words) json.WriteStringValue(word);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static Dictionary<string, IReadOnlyList<string>> ClassesOf(JsonElement json) => json.TryGetProperty("classes", out var classes)
        ? classes.EnumerateObject().ToDictionary(column => column.Name,
            column => (IReadOnlyList<string>)[.. column.Value.EnumerateArray().Select(word => word.GetString()!)])
        : [];

    private static void Write(Utf8JsonWriter json, IReadOnlyList<OutputFile> files)
    {
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteNumber("bytes", file.Bytes);
            if (file.Checksum is { } checksum) json.WriteString("crc32c", checksum.ToString("x8", CultureInfo.InvariantCulture));
            json.WriteNumber("rows", file.Rows);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Session session)
    {
        json.WriteString("started", session.Started.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        json.WriteNumber("seconds", session.Seconds);
        json.WriteString("host", session.Host);
        json.WriteString("processor", session.Processor);
        json.WriteNumber("cores", session.Cores);
        json.WriteNumber("workers", session.Workers);
        json.WriteString("funcgrad", session.Version);
        json.WriteString("build", session.Build);
        json.WriteNumber("blocks_found", session.BlocksFound);
        json.WriteNumber("blocks_computed", session.BlocksComputed);
    }

    private static Manifest Of(JsonElement json) => BatchOf(json, Word(json, "status")) with
    {
        Tally = Tally.Parse(Word(json, "tally").Split(' ')),
        Files = FilesOf(json),
        Sessions = [.. json.GetProperty("sessions").EnumerateArray().Select(SessionOf)],
    };

    private static Manifest BatchOf(JsonElement json, string status) => new()
    {
        Status = status,
        Version = Word(json, "funcgrad"),
        Build = WordOrNone(json, "build"),
        ExperimentFile = Word(json, "experiment"),
        ExperimentHash = WordOrNone(json, "experiment_sha256"),
        Identity = Word(json, "identity"),
        Title = Word(json, "title"),
        Seed = json.GetProperty("seed").GetInt64(),
        Trials = json.GetProperty("trials").GetInt64(),
        BlockSize = json.GetProperty("block_size").GetInt32(),
        TrialHeader = Word(json, "trial_header"),
        StepHeader = Word(json, "step_header"),
        DataHashes = json.GetProperty("data").EnumerateObject().ToDictionary(data => data.Name, data => data.Value.GetString()!),
        Classes = ClassesOf(json),
        Overrides = [.. json.GetProperty("set").EnumerateArray().Select(setting => setting.GetString()!)],
    };

    /// <summary>Manifests of earlier programs have no checksums of files.</summary>
    private static IReadOnlyList<OutputFile> FilesOf(JsonElement json) =>
    [
        .. json.GetProperty("files").EnumerateArray().Select(file =>
            new OutputFile(TableName(Word(file, "name")), file.GetProperty("bytes").GetInt64(), file.GetProperty("rows").GetInt64())
            {
                Checksum = file.TryGetProperty("crc32c", out var checksum)
                    ? uint.Parse(checksum.GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null,
            }),
    ];

    /// <summary>A list of files must not lead out of the folder.</summary>
    private static string TableName(string name) =>
        RowFiles.IsTable(name) || KeptFile.IsName(name) ? name : throw new FormatException($"{name} is no table.");

    private static Session SessionOf(JsonElement json) => new(
        DateTime.Parse(Word(json, "started"), CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
        json.GetProperty("seconds").GetDouble(), Word(json, "host"), Word(json, "processor"),
        json.GetProperty("cores").GetInt32(), json.GetProperty("workers").GetInt32(), Word(json, "funcgrad"),
        json.GetProperty("blocks_found").GetInt64(), json.GetProperty("blocks_computed").GetInt64())
    {
        Build = WordOrNone(json, "build"),
    };

    private static string Word(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    private static string WordOrNone(JsonElement json, string name) => json.TryGetProperty(name, out _) ? Word(json, name) : "";
}
