using System.Text;
using System.Text.Json.Nodes;
using ExchangeHub.Grpc.Wire;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Hub.Rest;

/// <summary>Rows as text, one after the other, for answers of any length.</summary>
internal abstract class RowText
{
    /// <summary>Gets the media type.</summary>
    public abstract string MediaType { get; }

    /// <summary>Gets what stands before the rows.</summary>
    public virtual byte[] Begin(MessageDescriptor row, bool withMark) => [];

    /// <summary>Writes a row.</summary>
    public abstract byte[] Row(IMessage row);

    /// <summary>Writes what says that nothing is missing.</summary>
    public virtual byte[] End(long count, string? cursor, IMessage? signed) => [];

    /// <summary>Finds the text that was asked for.</summary>
    /// <returns>Null for an answer as one JSON.</returns>
    public static RowText? For(HttpRequest request) =>
        request.Headers.Accept.ToString() is var accept && accept.Contains("application/x-ndjson", StringComparison.Ordinal)
            ? new Lines() : accept.Contains("text/csv", StringComparison.Ordinal) ? new Sheet() : null;

    /// <summary>A canonical line each; the last says that it is the last, because a stream that broke looks whole.</summary>
    private sealed class Lines : RowText
    {
        public override string MediaType => "application/x-ndjson";

        public override byte[] Row(IMessage row) => CanonicalLine.Of(row);

        public override byte[] End(long count, string? cursor, IMessage? signed)
        {
            var end = new JsonObject { ["_end"] = true, ["count"] = count };
            if (cursor is { Length: > 0 })
            {
                end["cursor"] = cursor;
            }

            if (signed is not null)
            {
                end["signed"] = RestAnswers.Json(signed);
            }

            return Encoding.UTF8.GetBytes(end.ToJsonString(RestAnswers.Readable) + "\n");
        }
    }

    /// <summary>A sheet; see <see cref="SheetText"/>.</summary>
    private sealed class Sheet : RowText
    {
        public override string MediaType => "text/csv; charset=utf-8";

        public override byte[] Begin(MessageDescriptor row, bool withMark) => SheetText.Head(row, withMark);

        public override byte[] Row(IMessage row) => SheetText.Row(row);
    }
}
