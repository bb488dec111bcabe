using CsvHelper;

namespace FuncGrad.Tests;

/// <summary>CSV read by a library that has no part in writing it here, or in reading results.</summary>
internal static class CsvRecords
{
    public static List<string[]> Of(Stream stream)
    {
        var records = new List<string[]>();
        using var reader = CsvReader.Create(stream, new CsvReaderOptions { HasHeader = false });
        while (reader.Read()) records.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return records;
    }
}
