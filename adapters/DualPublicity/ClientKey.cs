using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.DualPublicity;

/// <summary>Names a row by what it says, so that importing it again submits nothing new.</summary>
internal sealed class ClientKey : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(8 * 1024);
    private readonly Utf8JsonWriter _writer;

    public ClientKey() => _writer = new Utf8JsonWriter(_buffer);

    /// <summary>Digests a record; the order of its fields does not count.</summary>
    public Digest DigestOf(JsonObject record)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        Write(_writer, record);
        _writer.Flush();
        return Digest.Of(_buffer.WrittenSpan);
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>Makes the key: the name of the mapping, a colon, 64 hexadecimal digits.</summary>
    public static string Of(string mapping, Digest digest) => $"{mapping}:{digest.ToString()["sha256:".Length..]}";

    /// <summary>Shortens a digest to what tells rows of one file apart.</summary>
    public static ulong Shorten(Digest digest)
    {
        Span<byte> bytes = stackalloc byte[32];
        digest.CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    /// <summary>Digests the business key of a record; null when it has none.</summary>
    public static ulong? BusinessKeyOf(JsonObject record)
    {
        var key = record["penalty"] is { } penalty
            ? $"{record["legalIssuer"]?["creditCode"]}\n{DocumentNumber.Normalise(penalty["documentNumber"]?.ToString() ?? "")}"
            : record["permit"] is { } permit ? $"{permit["permitNumber"]}\n{permit["versionNumber"]}"
            : null;
        return key is null ? null : Shorten(Digest.Of(Encoding.UTF8.GetBytes(key)));
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                writer.WriteStartObject();
                foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray elements:
                writer.WriteStartArray();
                foreach (var element in elements)
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
