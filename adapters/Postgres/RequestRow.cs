using System.Runtime.InteropServices;
using ExchangeHub.EventLog;
using Npgsql;

namespace ExchangeHub.Postgres;

/// <summary>Reads a row of <c>hub_request</c>.</summary>
internal static class RequestRow
{
    /// <summary>The request of each name in an array.</summary>
    public const string Select = "select name, digest, first_seq, last_seq, at from hub_request where name = any($1)";

    public static AppendOutcome.Repeated Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(2),
        reader.GetInt64(3),
        reader.GetFieldValue<DateTimeOffset>(4),
        ImmutableCollectionsMarshal.AsImmutableArray(reader.GetFieldValue<byte[]>(1)));
}
