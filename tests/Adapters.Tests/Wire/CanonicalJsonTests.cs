using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>
/// The content hash is only worth something if others can compute it. The plain canonicaliser below follows RFC 8785 step by step
/// and passes its published vectors; what the product writes must be what it makes of the JSON of Google's own formatter.
/// </summary>
public sealed class CanonicalJsonTests
{
    [Fact]
    public void The_plain_canonicaliser_passes_the_vectors_of_RFC_8785()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Vector("rfc8785-jcs.json")));
        var cases = vectors.RootElement.GetProperty("cases").EnumerateArray().ToArray();
        Assert.True(cases.Length >= 6);
        foreach (var vector in cases)
        {
            using var input = JsonDocument.Parse(vector.GetProperty("input").GetString()!);
            Assert.Equal(vector.GetProperty("output").GetString(), Canonical(input.RootElement));
        }
    }

    [Fact]
    public void Strings_are_written_as_RFC_8785_writes_them() => Prop.ForAll<NonNull<string>>(text =>
    {
        var json = new CanonicalJson();
        var wellFormed = string.Concat(text.Get.EnumerateRunes()); // lone surrogates do not come over the wire
        json.Text(wellFormed);
        Assert.Equal(Quoted(wellFormed), Encoding.UTF8.GetString(json.Written));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Records_are_written_as_proto3_JSON_in_the_form_of_RFC_8785()
    {
        Record[] records =
        [
            Samples.Penalty(), Samples.Evidence(), Samples.Permit(), Samples.Blacklist(),
            Filling.Full(Samples.Penalty()), Filling.Full(Samples.Evidence()),
            Filling.Full(Samples.Permit()), Filling.Full(Samples.Blacklist()),
        ];
        records[0].Penalty.Facts = "“引号”\"\\\n\t，😀𠮷";
        records[1].Evidence.Bag.SealedAt.Nanos = 120_000_000;
        records[1].Evidence.Items[0].ClockOffsetMilliseconds = -1_500;
        foreach (var record in records)
        {
            Assert.Equal(
                Expected(record, "recordId", "schemaVersion", "version", "previousVersionHash", "contentHash"),
                RecordContent.JsonOf(record));
        }
    }

    [Fact]
    public void Events_are_written_so_too()
    {
        foreach (var what in LifeCycleEvent.Descriptor.Oneofs.Single().Fields)
        {
            var happened = Samples.Revocation();
            what.Accessor.SetValue(happened, (IMessage)Activator.CreateInstance(what.MessageType.ClrType)!);
            Filling.Fill(happened);
            Assert.Equal(Expected(happened, "recordId"), RecordContent.JsonOf(happened));
        }
    }

    [Fact]
    public void The_example_of_the_wire_rules_is_what_the_product_writes()
    {
        // protos/README.md shows both lines. Whoever stores digests relies on them: to change them is to change the contract.
        var readme = File.ReadAllText(Vector("../../protos/README.md"));

        Assert.Contains(RecordContent.JsonOf(Samples.Permit()), readme, StringComparison.Ordinal);
        Assert.Contains(RecordContent.DigestOf(Samples.Permit()).ToString(), readme, StringComparison.Ordinal);
        Assert.Equal(
            "sha256:00e9bd66d4fc3d715b9ec27a79156268ea788d2235af0388c002ddd7cfc10224",
            RecordContent.DigestOf(Samples.Permit()).ToString());
    }

    private static string Expected(IMessage message, params string[] without)
    {
        var json = JsonNode.Parse(JsonFormatter.Default.Format(message))!.AsObject();
        foreach (var name in without)
        {
            _ = json.Remove(name);
        }

        using var document = JsonDocument.Parse(json.ToJsonString());
        return Canonical(document.RootElement);
    }

    private static string Canonical(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject()
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{Quoted(property.Name)}:{Canonical(property.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.String => Quoted(element.GetString()!),
        JsonValueKind.Number => Number(element.GetDouble()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    // RFC 8785, 3.2.2.2.
    private static string Quoted(string text) => "\"" + string.Concat(text.Select(character => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' => $"\\u{(int)character:x4}",
        _ => character.ToString(),
    })) + "\"";

    // RFC 8785, 3.2.2.3: the shortest digits that give the number back, laid out as ECMAScript lays them out.
    private static string Number(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        var scientific = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var digits = shortest.Split('E')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        var point = int.Parse(scientific.Split('E')[1], CultureInfo.InvariantCulture) + 1; // digits before the point
        var layout = point switch
        {
            > 21 or < -5 =>
                digits[0] + (digits.Length > 1 ? "." + digits[1..] : "") + (point > 0 ? "e+" : "e-") + Math.Abs(point - 1),
            > 0 when point >= digits.Length => digits.PadRight(point, '0'),
            > 0 => $"{digits[..point]}.{digits[point..]}",
            _ => $"0.{new string('0', -point)}{digits}",
        };
        return value < 0 ? "-" + layout : layout;
    }

    private static string Vector(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "vectors", name);
}
