using System.Collections;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Protos.Rules.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>Fills what a message leaves empty with good values, so that a test can spoil every field there is.</summary>
internal static class Filling
{
    /// <summary>A penalty, evidence package, permit or blacklist entry in which every field says something.</summary>
    public static Record Full(Record record)
    {
        Fill(record);
        var subject = record.Subjects[0];
        subject.Person = null;
        record.Sensitivity = Sensitivity.Case; // because it names the parties of a case
        if (record.Penalty is { } penalty)
        {
            // One item of every sort that demands another field.
            penalty.Penalties.Add(new PenaltyItem { Kind = "P05", Text = "没收非法财物" });
            penalty.Penalties.Add(new PenaltyItem { Kind = "P06", Text = "暂扣许可证" });
            penalty.Penalties.Add(new PenaltyItem { Kind = "P18", Text = "按日连续处罚" });
        }

        if (record.Evidence is { } evidence)
        {
            foreach (var detail in EvidenceStep.Descriptor.Oneofs[0].Fields)
            {
                var step = new EvidenceStep();
                detail.Accessor.SetValue(step, New(detail.MessageType));
                Fill(step);
                evidence.Steps.Add(step);
            }

            evidence.Steps.RemoveAt(0);
            evidence.Bag.Oxum = $"214553017.{evidence.Bag.FileCount}";
            foreach (var item in evidence.Items)
            {
                item.Restriction = EvidenceItem.Types.Restriction.Privacy; // state secrets do not travel
            }
        }

        return record;
    }

    /// <summary>Fills every field that is empty; a choice is left as it is.</summary>
    public static void Fill(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field.RealContainingOneof is null))
        {
            var rule = field.GetOptions()?.GetExtension(FieldExtensions.Field) ?? new FieldRule();
            if (field.IsRepeated)
            {
                var list = (IList)field.Accessor.GetValue(message);
                if (list.Count == 0)
                {
                    _ = list.Add(Good(field, rule));
                }

                foreach (var entry in list.OfType<IMessage>())
                {
                    Fill(entry);
                }
            }
            else if (field.FieldType == FieldType.Message && field.Accessor.GetValue(message) is IMessage below)
            {
                Fill(below);
            }
            else if (field.FieldType == FieldType.Message || IsEmpty(field.Accessor.GetValue(message)))
            {
                field.Accessor.SetValue(message, Good(field, rule));
            }
        }

        foreach (var choice in message.Descriptor.Oneofs)
        {
            if (choice.Accessor.GetCaseFieldDescriptor(message) is { FieldType: FieldType.Message } set)
            {
                Fill((IMessage)set.Accessor.GetValue(message));
            }
        }
    }

    private static bool IsEmpty(object value) => value switch
    {
        string text => text.Length == 0,
        ByteString bytes => bytes.IsEmpty,
        bool flag => !flag,
        System.Enum code => Convert.ToInt32(code, null) == 0,
        _ => Convert.ToInt64(value, null) == 0,
    };

    private static object Good(FieldDescriptor field, FieldRule rule) => field.FieldType switch
    {
        FieldType.String => Text(rule.Format),
        FieldType.Bytes => Samples.SomeHash,
        FieldType.Bool => field.Name is not ("is_pending" or "is_minor" or "is_under_fourteen"),
        FieldType.Int32 => (int)Math.Clamp(0, rule.Minimum, Math.Max(rule.Minimum, rule.Maximum)),
        FieldType.Int64 => Math.Max(1, rule.Minimum),
        FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, field.EnumType.Values[1].Number),
        FieldType.Message when field.MessageType.ClrType == typeof(Timestamp) =>
            Timestamp.FromDateTimeOffset(Samples.PublishedAt),
        FieldType.Message => Filled(field.MessageType),
        _ => throw new NotSupportedException(field.FullName),
    };

    private static IMessage Filled(MessageDescriptor type)
    {
        var message = New(type);
        Fill(message);
        return message;
    }

    private static IMessage New(MessageDescriptor type) => (IMessage)Activator.CreateInstance(type.ClrType)!;

    /// <summary>A good text of each format.</summary>
    public static string Text(Format format) => format switch
    {
        Format.Division => "320509",
        Format.CreditCode => "91320509MAHUB0013D",
        Format.Date => "2026-07-10",
        Format.RecordId => "urn:eeh:penalty:320509:01KXKJ3V5WQ8H2N6B4T7R9M1XD",
        Format.NodeId => "node:320509",
        Format.DocumentNumber => "苏环行罚字〔2026〕09第31号",
        Format.PermitNumber => "91320509MAHUB0013D001P",
        Format.OfficerCertificate => "10050912045",
        Format.PenaltyKind => "P03",
        Format.Industry => "1752",
        Format.SemanticVersion => "1.0.0",
        Format.ReasonCode => "REF-PUBLIC-POLICY",
        Format.Division9 => "320509110",
        Format.MaskedName => "沈**",
        Format.Pseudonym => "[证人1]",
        Format.MaskedNumber => "330***********0017",
        Format.Code => "SD03",
        Format.PackageNumber => "EP-320509-20260512-001",
        Format.Outlet => "DW001",
        Format.BagPath => "data/01-locate/a.jpg",
        Format.Oxum => "1.1",
        _ => "文字",
    };
}
