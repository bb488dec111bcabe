namespace FuncGrad.Lab;

/// <summary>
/// A whole batch in one go: blocks are computed side by side and written in order under temporary names, and the files get their names when all rows are there.
/// A finished folder of the same experiment is left as it is; a run that was interrupted starts over.
/// </summary>
internal static class WholeRun
{
    public static Manifest Run(BatchWork work, string folder, int workers, bool fresh)
    {
        if (!fresh && Manifest.Read(folder) is { } known)
        {
            if (known.Identity != work.Identity.Hash) throw OutputFailure.Refused($"{folder} holds another experiment ({known.ExperimentFile}). Choose another folder with -o, or start over with --fresh.");
            if (known.Status == Manifest.Complete) return known;
        }
        try { return Computed(work, folder, workers); }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputFailure.From(error, folder, (long)Math.Min(work.EstimatedBytes, long.MaxValue));
        }
    }

    private static Manifest Computed(BatchWork work, string folder, int workers)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, ResultFolder.ExperimentFile), work.Identity.Toml);
        var (session, clock, tally) = (Session.Begin(workers, 0), System.Diagnostics.Stopwatch.StartNew(), new Tally());
        using var trials = new TableFiles(folder, "trials", Csv.Line(work.TrialColumns));
        using var steps = work.StepColumns.Count == 0 ? null : new TableFiles(folder, "steps", Csv.Line(work.StepColumns));
        var compute = work.ComputeIn(folder);
        var blocks = (work.Trials + work.BlockSize - 1) / work.BlockSize;
        for (var first = 0L; first < blocks; first += workers)
        {
            var computed = new BlockRows[Math.Min(workers, blocks - first)];
            Parallel.For(0, computed.Length, i => computed[i] = compute(first + i, CancellationToken.None)!);
            foreach (var rows in computed)
            {
                trials.Append(rows.Trials.Span);
                steps?.Append(rows.Steps.Span);
                tally.Add(rows.Tally);
            }
        }
        OutputFile[] files = [.. steps?.Finish() ?? [], .. trials.Finish()];
        var manifest = work.NewManifest() with
        {
            Status = Manifest.Complete,
            Tally = tally,
            Files = files,
            Sessions = [session with { Seconds = clock.Elapsed.TotalSeconds, BlocksComputed = blocks }],
        };
        manifest.Write(folder);
        return manifest;
    }
}

/// <summary>One table over as many files as the row limit of spreadsheets asks for, under temporary names until it is finished.</summary>
internal sealed class TableFiles(string folder, string table, byte[] header) : IDisposable
{
    private readonly List<(string Name, long Rows)> _files = [];
    private FileStream? _file;
    private long _rows;

    public void Append(ReadOnlySpan<byte> rows)
    {
        while (!rows.IsEmpty)
        {
            if (_file is null || _rows == RowFiles.SpreadsheetRows) Begin();
            var length = LengthOf(rows, RowFiles.SpreadsheetRows - _rows, out var count);
            _file!.Write(rows[..length]);
            _rows += count;
            rows = rows[length..];
        }
    }

    /// <summary>Flushes the files to the disk and gives them their names.</summary>
    public OutputFile[] Finish()
    {
        if (_file is null) Begin();
        End();
        return [.. _files.Select(Named)];
    }

    public void Dispose() => _file?.Dispose();

    private OutputFile Named((string Name, long Rows) file)
    {
        var path = Path.Combine(folder, file.Name);
        File.Move(path + ".part", path, overwrite: true);
        return new OutputFile(file.Name, new FileInfo(path).Length, file.Rows);
    }

    private void Begin()
    {
        End();
        var name = RowFiles.FileName(table, _files.Count);
        _file = new FileStream(Path.Combine(folder, name + ".part"), FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        _file.Write(header);
        _files.Add((name, 0));
    }

    private void End()
    {
        if (_file is null) return;
        _files[^1] = (_files[^1].Name, _rows);
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        (_file, _rows) = (null, 0);
    }

    /// <summary>How many bytes the next rows take, at most <paramref name="most"/> rows. A quoted cell holds no line feed here: notes are one line.</summary>
    private static int LengthOf(ReadOnlySpan<byte> rows, long most, out long count)
    {
        var length = 0;
        for (count = 0; count < most && length < rows.Length; count++) length += rows[length..].IndexOf((byte)'\n') + 1;
        return length;
    }
}
