using System.Globalization;
using System.Text.Json.Nodes;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Record = ExchangeHub.Protos.Record.V1.Record;
using Statement = ExchangeHub.Records.Statement;

namespace ExchangeHub.Cli.Commands;

/// <summary>Turns the trees of a cases file into messages of the wire, and says of every mistake where it stands.</summary>
/// <remarks>A record is written as <c>xhub publish</c> takes it; quotation marks may be left out.</remarks>
internal static class CaseMessages
{
    /// <summary>Reads a record.</summary>
    /// <exception cref="CaseFaultException">It is none.</exception>
    public static Record Record(DocumentNode.Mapping tree) => Parse<Record>(tree, Protos.Record.V1.Record.Descriptor);

    /// <summary>Reads an event.</summary>
    /// <exception cref="CaseFaultException">It is none.</exception>
    public static LifeCycleEvent Event(DocumentNode.Mapping tree) => Parse<LifeCycleEvent>(tree, LifeCycleEvent.Descriptor);

    /// <summary>Puts ids and digests where a record cites others by their names in the file.</summary>
    public static void Resolve(Record record, IReadOnlyDictionary<string, Statement> originals)
    {
        foreach (var link in record.Links.Where(link => originals.ContainsKey(link.RecordId)))
        {
            link.RecordId = originals[link.RecordId].Record.ToString();
        }

        foreach (var cited in (record.Penalty?.EvidenceRefs ?? []).Concat(record.Blacklist?.BasisRefs ?? [])
            .Append(record.Penalty?.PriorDecision).OfType<RecordReference>()
            .Where(cited => originals.ContainsKey(cited.RecordId)))
        {
            var other = originals[cited.RecordId];
            (cited.RecordId, cited.Hash) = (other.Record.ToString(), ByteString.CopyFrom(other.Content.ToBytes().AsSpan()));
        }
    }

    /// <summary>Gets the day of the act of office.</summary>
    /// <exception cref="CaseFaultException">The record says none.</exception>
    public static DateOnly DayOf(Record record, DocumentNode tree) =>
        CivilDates.TryParse(record.DecidedOn, out var decidedOn) ? decidedOn
        : record.Evidence?.Bag?.SealedAt is { } sealedAt ? CivilDates.Of(sealedAt.ToDateTimeOffset())
        : throw new CaseFaultException(DocumentFaults.At(
            CaseTrees.Find(tree, "record.decidedOn"), RuleFaultCode.MissingEntry, new Violation(
            new Wording("“decidedOn”或者封包时间", "'decidedOn', or when the bag was sealed"), new Wording("没有", "none"))));

    private static T Parse<T>(DocumentNode.Mapping tree, MessageDescriptor type)
        where T : IMessage<T>, new()
    {
        var json = Message(tree, type);
        try
        {
            return JsonParser.Default.Parse<T>(json.ToJsonString());
        }
        catch (Exception wrong) when (wrong is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new CaseFaultException(DocumentFaults.At(tree, RuleFaultCode.MisplacedValue, new Violation(
                new Wording("可读取的内容", "what can be read"), new Wording(wrong.Message, wrong.Message))));
        }
    }

    private static JsonObject Message(DocumentNode node, MessageDescriptor type)
    {
        if (node is not DocumentNode.Mapping mapping)
        {
            throw CaseFaultException.At(node, RuleFaultCode.MisplacedValue, new Wording("若干名称及其取值", "names with their values"));
        }

        var json = new JsonObject();
        foreach (var (name, value) in mapping.Entries)
        {
            var field = type.Fields.InDeclarationOrder()
                .FirstOrDefault(one => one.JsonName == name.Text || one.Name == name.Text)
                ?? throw new CaseFaultException(DocumentFaults.UnknownName(
                    name, type.Fields.InDeclarationOrder().Select(one => one.JsonName)));
            if (!json.TryAdd(field.JsonName, field.IsRepeated ? List(value, field) : Value(value, field)))
            {
                throw CaseFaultException.At(name, RuleFaultCode.RepeatedEntry, new Wording("每个名称只写一次", "every name once"));
            }
        }

        return json;
    }

    private static JsonArray List(DocumentNode node, FieldDescriptor field) => node is DocumentNode.Sequence list
        ? new JsonArray([.. list.Entries.Select(entry => Value(entry, field))])
        : throw CaseFaultException.At(node, RuleFaultCode.MisplacedValue, new Wording("列表", "a list"));

    private static JsonNode Value(DocumentNode node, FieldDescriptor field)
    {
        if (field.FieldType == FieldType.Message && field.MessageType != Timestamp.Descriptor)
        {
            return Message(node, field.MessageType);
        }

        if (node is not DocumentNode.Scalar { Text: var text })
        {
            throw CaseFaultException.At(node, RuleFaultCode.MisplacedValue, new Wording("文本", "a text"));
        }

        return field.FieldType switch
        {
            FieldType.Bool when text is "true" or "false" => JsonValue.Create(text == "true"),
            FieldType.Bool => throw CaseFaultException.At(
                node, RuleFaultCode.MisplacedValue, new Wording("true 或 false", "true or false")),
            FieldType.Int32 or FieldType.Int64 when !long.TryParse(
                text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
                throw CaseFaultException.At(node, RuleFaultCode.MisplacedValue, new Wording("整数", "a whole number")),
            FieldType.Message when !IsInstant(text) => throw CaseFaultException.At(
                node, RuleFaultCode.MisplacedValue, new Wording(
                    "时刻，例如 2026-06-03T09:00:00+08:00", "an instant such as 2026-06-03T09:00:00+08:00")),
            FieldType.Enum when field.EnumType.FindValueByName(text) is null => throw new CaseFaultException(
                DocumentFaults.UnknownName((DocumentNode.Scalar)node, field.EnumType.Values.Select(value => value.Name))),
            _ => JsonValue.Create(text),
        };
    }

    private static bool IsInstant(string text)
    {
        try
        {
            _ = Timestamp.Parser.ParseJson(JsonValue.Create(text).ToJsonString());
            return true;
        }
        catch (Exception wrong) when (wrong is InvalidProtocolBufferException or InvalidJsonException)
        {
            return false;
        }
    }
}
