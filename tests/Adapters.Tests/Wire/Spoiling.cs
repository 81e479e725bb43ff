using System.Collections;
using ExchangeHub.Protos.Rules.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>One way of making a good message bad in exactly one field.</summary>
/// <param name="Field">Path of the field that a reader must name.</param>
/// <param name="What">What is done to it.</param>
/// <param name="Apply">Does it, to a copy of the message.</param>
internal sealed record Spoiling(string Field, string What, Action<IMessage> Apply)
{
    /// <summary>Finds every way of spoiling a message that is worth a test: by its own rules, field by field.</summary>
    /// <param name="message">A message in which every field says something.</param>
    public static IEnumerable<Spoiling> Of(IMessage message) => Of(message, "", root => root);

    private static IEnumerable<Spoiling> Of(IMessage message, string path, Func<IMessage, IMessage> find)
    {
        if (message is Timestamp)
        {
            yield return new Spoiling(path, "nanoseconds below zero", root => ((Timestamp)find(root)).Nanos = -1);
            yield return new Spoiling(path, "year 10000", root => ((Timestamp)find(root)).Seconds = 253_402_300_800);
            yield break;
        }

        yield return new Spoiling(path, "a field that the contract does not have", root =>
            find(root).MergeFrom(new byte[] { 0xFA, 0x3F, 0x01, 0x21 }));

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            var rule = field.GetOptions()?.GetExtension(FieldExtensions.Field) ?? new FieldRule();
            var name = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (field.IsRepeated)
            {
                foreach (var spoiling in OfList(field, rule, name, message, find))
                {
                    yield return spoiling;
                }
            }
            else if (field.FieldType != FieldType.Message)
            {
                foreach (var (what, bad) in Bad(field, rule))
                {
                    yield return new Spoiling(name, what, root => field.Accessor.SetValue(find(root), bad));
                }
            }
            else if (field.Accessor.GetValue(message) is IMessage below)
            {
                if (rule.Required)
                {
                    yield return new Spoiling(name, "missing", root => field.Accessor.Clear(find(root)));
                }

                foreach (var spoiling in Of(below, name, root => (IMessage)field.Accessor.GetValue(find(root))))
                {
                    yield return spoiling;
                }
            }
        }

        foreach (var choice in message.Descriptor.Oneofs)
        {
            if (choice.Accessor.GetCaseFieldDescriptor(message) is not null)
            {
                var name = path.Length == 0 ? choice.Name : $"{path}.{choice.Name}";
                yield return new Spoiling(name, "left open", root => choice.Accessor.Clear(find(root)));
            }
        }
    }

    private static IEnumerable<Spoiling> OfList(
        FieldDescriptor field, FieldRule rule, string name, IMessage message, Func<IMessage, IMessage> find)
    {
        IList List(IMessage root) => (IList)field.Accessor.GetValue(find(root));
        var entries = (IList)field.Accessor.GetValue(message);
        if (rule.Required)
        {
            yield return new Spoiling(name, "empty", root => List(root).Clear());
        }

        yield return new Spoiling(name, "too many", root =>
        {
            for (var count = List(root).Count; count <= (rule.CountMax == 0 ? 1000 : rule.CountMax); count++)
            {
                _ = List(root).Add(entries[0]);
            }
        });

        if (field.FieldType == FieldType.Message)
        {
            for (var index = 0; index < entries.Count; index++)
            {
                var at = index;
                foreach (var spoiling in Of((IMessage)entries[at]!, $"{name}[{at}]", root => (IMessage)List(root)[at]!))
                {
                    yield return spoiling;
                }
            }
        }
        else
        {
            foreach (var (what, bad) in Bad(field, rule).Append(("empty entry", field.FieldType == FieldType.String ? "" : -1)))
            {
                yield return new Spoiling($"{name}[0]", what, root => List(root)[0] = bad);
            }
        }
    }

    private static IEnumerable<(string What, object Bad)> Bad(FieldDescriptor field, FieldRule rule) => field.FieldType switch
    {
        FieldType.String => BadTexts(rule),
        FieldType.Bytes when rule.ByteCount > 0 =>
        [
            ("one byte short", ByteString.CopyFrom(new byte[rule.ByteCount - 1])),
            .. rule.Required ? [("missing", (object)ByteString.Empty)] : Array.Empty<(string, object)>(),
        ],
        FieldType.Int32 when rule.HasRange =>
            [("below the range", (int)rule.Minimum - 1), ("above the range", (int)rule.Maximum + 1)],
        FieldType.Int64 when rule.HasRange => [("below the range", rule.Minimum - 1), ("above the range", rule.Maximum + 1)],
        FieldType.Enum =>
        [
            ("a value nobody knows", Enum.ToObject(field.EnumType.ClrType, 9999)),
            .. rule.Required ? [("missing", Enum.ToObject(field.EnumType.ClrType, 0))] : Array.Empty<(string, object)>(),
        ],
        _ => [],
    };

    private static IEnumerable<(string What, object Bad)> BadTexts(FieldRule rule)
    {
        if (rule.Required)
        {
            yield return ("missing", "");
        }

        var good = Filling.Text(rule.Format);
        var middle = good.Length / 2;
        yield return ("NUL inside", good.Insert(middle, "\0"));
        yield return ("a control that turns the reading direction", good.Insert(middle, "\u202E"));
        yield return ("bytes that were not UTF-8", good.Insert(middle, "\uFFFD"));
        yield return ("too long", new string('长', (rule.LengthMax == 0 ? 200 : rule.LengthMax) + 1));
        yield return ("white space alone", "  ");
        if (rule.Format != Format.Multiline)
        {
            yield return ("two lines", good.Insert(middle, "\n"));
        }

        if (rule.Format is Format.Unspecified or Format.Multiline)
        {
            yield return ("the number of an identity card", "身份证号11010519491231002X");
            yield return ("the same in full-width digits", "身份证号１１０１０５１９４９１２３１００２Ｘ，男");
        }

        if (rule.Format is not (Format.Unspecified or Format.Multiline or Format.DocumentNumber or Format.BagPath))
        {
            yield return ("something else", "x");
            yield return ("full-width characters", FullWidth(good));
        }

        foreach (var bad in Particular(rule.Format))
        {
            yield return (bad, bad);
        }
    }

    private static string FullWidth(string text) =>
        string.Concat(text.Select(character => character is > ' ' and <= '~' ? (char)(character + 0xFEE0) : '　'));

    private static string[] Particular(Format format) => format switch
    {
        Format.Date => ["2026-02-29", "2026-13-01", "2026-7-10", "20260710", "2026-07-10T00:00:00Z"],
        Format.Division => ["990099", "32050", "3205090", "310119"],
        Format.CreditCode => ["91320509MAHUB0013E", "91330100799655058b", "91330100799655O58B", "91330100799655058"],
        Format.RecordId =>
            ["urn:eeh:penalty:32050:01KXKJ3V5WQ8H2N6B4T7R9M1XD", "urn:eeh:penalty:320509:01kxkj3v5wq8h2n6b4t7r9m1xd"],
        Format.NodeId => ["320509", "node:32050"],
        Format.PermitNumber => ["91320509MAHUB0013E001P", "91320509MAHUB0013D000P", "91320509MAHUB0013D001p"],
        Format.OfficerCertificate => ["1005091204", "100509120455"],
        Format.PenaltyKind => ["P19", "p03", "P3"],
        Format.Industry => ["0000", "17521"],
        Format.SemanticVersion => ["1.0", "01.0.0", "2.0.0"],
        Format.ReasonCode => ["REF-NOT-THERE"],
        Format.Division9 => ["320509", "990099110"],
        Format.Pseudonym => ["证人1", "[证人0]", "[沈测一]", "[证人100]"],
        Format.MaskedName => ["沈测一", "沈测*", "**", "沈"],
        Format.MaskedNumber => ["330421190001010017", "3304***********0017", "330**0017"],
        Format.Code => ["sd03", "-SD03", "SD03-"],
        Format.PackageNumber => ["EP-320509-20260230-001", "EP-990099-20260512-001", "EP-320509-20260512-1"],
        Format.Outlet => ["dw001", "DW1"],
        Format.BagPath => ["/etc/passwd", "data/../x", "data//x", "C:\\x", "~/x"],
        Format.Oxum => ["214553017", "0.0", "214553017.63.1"],
        _ => [],
    };
}
