using System.Text.Json.Nodes;

namespace ExchangeHub.DualPublicity;

/// <summary>A row that became a record.</summary>
/// <param name="Row">The row as a spreadsheet or editor numbers it, from 1, header included.</param>
/// <param name="ClientKey">Names the content: the name of the mapping, a colon and 64 hexadecimal digits. Submit the record
/// with it, and importing the same file again submits nothing new.
/// </param>
/// <param name="Record"><c>exchangehub.record.v1.Record</c> in proto3 JSON, for <c>JsonParser</c>; the node gives it record
/// id, schema version and content hash.
/// </param>
public sealed record ImportedRecord(long Row, string ClientKey, JsonObject Record);

/// <summary>What to do with a table in which some rows are faulty.</summary>
public enum FaultyRows
{
    /// <summary>Import nothing.</summary>
    Refuse = 0,

    /// <summary>Leave the faulty rows out and import the others. What is wrong with the table as a whole still stops
    /// it.</summary>
    Skip = 1,
}

/// <summary>Which of its two passes over the table an import is in.</summary>
public enum ImportPhase
{
    /// <summary>Checking all rows; nothing has been handed out.</summary>
    Checking = 1,

    /// <summary>Handing out records.</summary>
    Reading = 2,
}

/// <summary>How far an import has come.</summary>
/// <param name="Phase">Which pass.</param>
/// <param name="Rows">Rows read in this pass.</param>
/// <param name="Bytes">Bytes taken in this pass, up to 64 KiB ahead of the rows.</param>
/// <param name="BytesTotal">Size of the table in bytes.</param>
public readonly record struct ImportProgress(ImportPhase Phase, long Rows, long Bytes, long BytesTotal);
