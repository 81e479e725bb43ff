using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Step = ExchangeHub.Protos.Record.V1.EvidenceStep;

namespace ExchangeHub.Grpc.Wire;

/// <summary>The three documents of a package: the record without steps and items, the eight steps, the items.</summary>
/// <remarks>
/// <c>metadata/package.json</c> is a record as <c>xhub publish</c> takes it, without its steps and items;
/// <c>metadata/steps.json</c> and <c>metadata/items.json</c> are lists. A step may have <c>stepNo</c>,
/// which must then agree with what stands in it.
/// </remarks>
public static class PackageDocuments
{
    /// <summary>Where the record stands in a bag.</summary>
    public const string PackageFile = "metadata/package.json";

    /// <summary>Where the steps stand in a bag.</summary>
    public const string StepsFile = "metadata/steps.json";

    /// <summary>Where the items stand in a bag.</summary>
    public const string ItemsFile = "metadata/items.json";

    private const int FirstDetail = (int)Step.DetailOneofCase.Locate;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(false));
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the documents.</summary>
    /// <param name="documents">Their texts, by path.</param>
    /// <param name="record">The record with all three, or null.</param>
    /// <param name="fault">What is wrong, and in which document; null when nothing is.</param>
    /// <returns>Whether they could be read.</returns>
    public static bool TryRead(
        IReadOnlyDictionary<string, string> documents,
        [NotNullWhen(true)] out Record? record,
        [NotNullWhen(false)] out Wording? fault)
    {
        ArgumentNullException.ThrowIfNull(documents);
        record = null;
        var at = PackageFile;
        try
        {
            var read = Parser.Parse<Record>(documents[PackageFile]);
            if (read.Evidence is null || read.Evidence.Steps.Count > 0 || read.Evidence.Items.Count > 0)
            {
                fault = Fault(at, new Wording(
                    "应为含“evidence”的记录，步骤和材料不在其中", "expected a record with 'evidence', without steps and items"));
                return false;
            }

            at = StepsFile;
            foreach (var node in List(documents[StepsFile]))
            {
                var number = node["stepNo"]?.ToString();
                _ = node.Remove("stepNo");
                var step = Parser.Parse<Step>(node.ToJsonString());
                if (step.DetailCase == Step.DetailOneofCase.None || (number is not null && number != $"{NumberOf(step)}"))
                {
                    fault = Fault(at, new Wording(
                        $"步骤“{number}”的内容与序号不符，或者没有内容", $"step '{number}' holds what belongs to another step, or nothing"));
                    return false;
                }

                read.Evidence.Steps.Add(step);
            }

            at = ItemsFile;
            read.Evidence.Items.AddRange(List(documents[ItemsFile])
                .Select(node => Parser.Parse<EvidenceItem>(node.ToJsonString())));
            (record, fault) = (read, null);
            return true;
        }
        catch (Exception wrong) when (wrong is InvalidProtocolBufferException or InvalidJsonException or JsonException
            or InvalidOperationException or KeyNotFoundException)
        {
            fault = Fault(at, new Wording(wrong.Message, wrong.Message));
            return false;
        }
    }

    /// <summary>Writes the documents of a package.</summary>
    /// <param name="record">The record.</param>
    /// <returns>Their texts, by path.</returns>
    public static ImmutableDictionary<string, string> Write(Record record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var package = record.Clone();
        package.Evidence.Steps.Clear();
        package.Evidence.Items.Clear();
        return ImmutableDictionary<string, string>.Empty
            .Add(PackageFile, Text(JsonNode.Parse(Formatter.Format(package))!))
            .Add(StepsFile, Text(new JsonArray([.. record.Evidence.Steps.Select(step =>
            {
                var node = JsonNode.Parse(Formatter.Format(step))!.AsObject();
                node.Insert(0, "stepNo", NumberOf(step));
                return node;
            })])))
            .Add(ItemsFile, Text(new JsonArray(
                [.. record.Evidence.Items.Select(item => JsonNode.Parse(Formatter.Format(item)))])));
    }

    private static int NumberOf(Step step) => (int)step.DetailCase - FirstDetail + 1;

    private static string Text(JsonNode node) => node.ToJsonString(Readable) + "\n";

    private static List<JsonObject> List(string text) => JsonNode.Parse(text) is JsonArray list
        ? [.. list.Select(node => node?.AsObject()
            ?? throw new InvalidOperationException("A list of objects has an empty entry."))]
        : throw new InvalidOperationException("It is no list.");

    private static Wording Fault(string document, Wording found) => new(
        $"{document} 无法读取：{found.Chinese}。", $"{document} cannot be read: {found.English}.");
}
