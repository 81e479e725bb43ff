using System.Collections;
using System.Globalization;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Evidence.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Hub.Rest;

/// <summary>The parameters of a path as fields of its request.</summary>
internal static class RestParameters
{
    // The words of REST for what requests call otherwise.
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["page_size"] = "limit", ["page_token"] = "cursor", ["with_total"] = "count", ["after_position"] = "cursor",
    };

    /// <summary>Gets the name of a parameter.</summary>
    public static string NameOf(FieldDescriptor field) => Words.GetValueOrDefault(field.Name, field.JsonName);

    // What only a stream has a use for, and what REST says in headers and the body.
    private static readonly string[] Elsewhere = ["live", "offset", "content"];

    /// <summary>Gets the parameters of a request; the package and the file that it is about stand for their own fields.</summary>
    public static IEnumerable<FieldDescriptor> Of(MessageDescriptor request) =>
        request.Fields.InDeclarationOrder().Where(field => !Elsewhere.Contains(field.Name))
            .SelectMany(field => IsSpread(field) ? Of(field.MessageType) : [field]);

    /// <summary>Fills in a request.</summary>
    /// <returns>What is wrong, by parameter: Chinese and English.</returns>
    public static Dictionary<string, (string Chinese, string English)> Read(HttpRequest http, IMessage request)
    {
        var faults = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        var fields = Of(request.Descriptor).ToDictionary(NameOf, StringComparer.Ordinal);
        foreach (var (name, values) in http.Query.Select(pair => (pair.Key, pair.Value))
            .Concat(http.RouteValues.Select(pair =>
                (pair.Key, new Microsoft.Extensions.Primitives.StringValues($"{pair.Value}")))))
        {
            if (name == "bom")
            {
                continue; // of the sheet, not of what is asked
            }

            if (!fields.TryGetValue(name, out var field))
            {
                faults[Shown(name)] = ("没有此参数。", "There is no such parameter.");
            }
            else if (values.Count != 1 && !field.IsRepeated)
            {
                faults[name] = ("只能给出一次。", "Give it once.");
            }
            else if (!values.All(value => TrySet(request, field, value ?? "")))
            {
                faults[name] = ($"应为{Shape(field).Chinese}。", $"Expected {Shape(field).English}.");
            }
        }

        return faults;
    }

    private static bool IsSpread(FieldDescriptor field) => !field.IsRepeated && field.FieldType == FieldType.Message
        && (field.MessageType == PackageName.Descriptor || field.MessageType == Blob.Descriptor);

    private static bool TrySet(IMessage request, FieldDescriptor field, string text)
    {
        if (Value(field, text) is not { } value)
        {
            return false;
        }

        if (field.ContainingType != request.Descriptor)
        {
            var outer = request.Descriptor.Fields.InDeclarationOrder().First(one =>
                IsSpread(one) && one.MessageType == field.ContainingType);
            if (outer.Accessor.GetValue(request) is not IMessage inner)
            {
                inner = (IMessage)Activator.CreateInstance(outer.MessageType.ClrType)!;
                outer.Accessor.SetValue(request, inner);
            }

            return TrySet(inner, field, text);
        }

        if (field.IsRepeated)
        {
            _ = ((IList)field.Accessor.GetValue(request)).Add(value);
        }
        else
        {
            field.Accessor.SetValue(request, value);
        }

        return true;
    }

    private static object? Value(FieldDescriptor field, string text) => field.FieldType switch
    {
        FieldType.String => text,
        FieldType.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null,
        FieldType.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null,
        FieldType.Bool => bool.TryParse(text, out var flag) ? flag : null,
        FieldType.Bytes => Bytes(text),
        FieldType.Enum => field.EnumType.Values.FirstOrDefault(value => EnumWords.Of(value) == text)?.Number,
        FieldType.Message when field.MessageType == GeoPoint.Descriptor => Point(text),
        FieldType.Message when field.MessageType == Timestamp.Descriptor => DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var at) ? Timestamp.FromDateTimeOffset(at) : null,
        _ => null,
    };

    // Digests, as programs that reckon them print them.
    private static ByteString? Bytes(string text) =>
        Digest.TryParse($"sha256:{text.ToLowerInvariant()}", out var digest)
            ? ByteString.CopyFrom(digest.ToBytes().AsSpan()) : null;

    // Degrees north, degrees east, as maps give them.
    private static GeoPoint? Point(string text)
    {
        double[] degrees =
        [
            .. text.Split(',').Select(part => double.TryParse(
                part, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var one)
                ? one : double.NaN),
        ];
        return degrees is [>= -90 and <= 90, >= -180 and <= 180] ? new GeoPoint
        {
            LatitudeMicrodegrees = (int)Math.Round(degrees[0] * 1e6), LongitudeMicrodegrees = (int)Math.Round(degrees[1] * 1e6),
        }
        : null;
    }

    private static (string Chinese, string English) Shape(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => ("true 或 false", "true or false"),
        FieldType.Bytes => ("SHA-256，64 位十六进制数字", "a SHA-256 of 64 hexadecimal digits"),
        FieldType.Enum => (string.Join("、", field.EnumType.Values.Skip(1).Select(EnumWords.Of)),
            "one of " + string.Join(", ", field.EnumType.Values.Skip(1).Select(EnumWords.Of))),
        FieldType.Message when field.MessageType == GeoPoint.Descriptor => ("“北纬,东经”，例如 31.02,120.84",
            "degrees north and east, such as 31.02,120.84"),
        FieldType.Message => ("RFC 3339 时间，例如 2026-07-16T09:30:00+08:00", "an instant, such as 2026-07-16T09:30:00+08:00"),
        _ => ("整数", "a whole number"),
    };

    private static string Shown(string name) => name.Length <= 50 && name.All(char.IsAsciiLetterOrDigit) ? name : "?";
}
