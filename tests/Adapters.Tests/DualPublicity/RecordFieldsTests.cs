using System.Globalization;
using ExchangeHub.DualPublicity;
using ExchangeHub.Protos.Rules.V1;
using Google.Protobuf.Reflection;
using FieldRule = ExchangeHub.Protos.Rules.V1.FieldRule;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.DualPublicity;

/// <summary>
/// The importer keeps a table of the fields that it can fill, because it does not know the generated classes. Were the two to
/// drift apart, a mapping would pass its check and every row of it be turned down by the node.
/// </summary>
public sealed class RecordFieldsTests
{
    // The node gives the first three; the importer makes first versions only.
    private static readonly string[] NotOfTables =
        ["recordId", "schemaVersion", "contentHash", "version", "previousVersionHash"];

    // What no table may fill: persons, hashes, references to other records, and kinds that have no table.
    private static readonly string[] TypesNotOfTables =
    [
        "NaturalPerson", "Link", "SealedDocument", "RecordReference", "Position", "GeoPoint", "Evidence", "Blacklist",
        "NoPenalty", "PositiveListing",
    ];

    // Needed in some records; the comments of the contract and RecordConditions say in which.
    private static readonly string[] NeededByRule =
    [
        "subjects[*].name", "subjects[*].creditCode", "legalBasis[*].instrumentId", "penalty.fineFen", "penalty.confiscatedFen",
        "penalty.certificateAffected", "penalty.publicUntil",
    ];

    private static readonly Dictionary<string, string> Contract =
        Walk(Record.Descriptor, "", isAlways: true, []).ToDictionary(field => field.Path, field => field.Row);

    private static readonly string[] Rows = [.. ReadRows()];

    [Fact]
    public void Every_field_of_the_table_is_in_the_contract_and_asks_the_same() =>
        Assert.All(Rows, row => Assert.Equal(row, Contract.GetValueOrDefault(row.Split(',')[0])));

    [Fact]
    public void Every_field_that_the_contract_demands_is_in_the_table() =>
        Assert.All(Contract.Values.Where(row => !row.EndsWith(',')), row => Assert.Contains(row, Rows));

    [Fact]
    public void Every_row_of_the_table_is_understood() =>
        Assert.All(Rows, row => Assert.Equal(row.Split(',')[0], RecordFields.Find(row.Split(',')[0])?.Path));

    private static IEnumerable<string> ReadRows()
    {
        using var reader = new StreamReader(typeof(TableMapping).Assembly.GetManifestResourceStream("record-fields.csv")!);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#' && line != "path,form,limit,need")
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<(string Path, string Row)> Walk(
        MessageDescriptor type, string prefix, bool isAlways, IReadOnlyCollection<string> needs)
    {
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            var rule = field.GetOptions()?.GetExtension(FieldExtensions.Field) ?? new FieldRule();
            var path = prefix + field.JsonName + (field.IsRepeated ? "[*]" : "");
            var isDemanded = rule.Required || needs.Contains(field.Name) || rule.Minimum > 0
                || path is "decidedOn" or "penalty" or "permit";
            if (field.FieldType == FieldType.Message)
            {
                foreach (var inner in TypesNotOfTables.Contains(field.MessageType.Name)
                    ? [] : Walk(field.MessageType, path + ".", isAlways && isDemanded, rule.Needs))
                {
                    yield return inner;
                }
            }
            else if (field.FieldType != FieldType.Bytes && !NotOfTables.Contains(path)
                && rule.Format is not (Format.MaskedName or Format.MaskedNumber or Format.RecordId)
                && !path.Contains("factors", StringComparison.Ordinal))
            {
                var need = NeededByRule.Contains(path) ? "rule" : !isDemanded ? "" : isAlways ? "always" : "within";
                yield return (path, $"{path},{FormOf(field, rule)},{need}");
            }
        }
    }

    private static string FormOf(FieldDescriptor field, FieldRule rule)
    {
        var length = (rule.LengthMax == 0 ? 200 : rule.LengthMax).ToString(CultureInfo.InvariantCulture);
        return field.FieldType switch
        {
            FieldType.Bool => "flag,",
            FieldType.Enum => "choice,"
                + string.Join('|', field.EnumType.Values.Where(value => value.Number != 0).Select(value => value.Name)),
            FieldType.Int64 when field.Name.EndsWith("_fen", StringComparison.Ordinal) => $"fen,{rule.Maximum}",
            FieldType.Int32 or FieldType.Int64 => $"integer,{rule.Minimum}..{rule.Maximum}",
            _ => rule.Format switch
            {
                Format.Unspecified => $"line,{length}",
                Format.Multiline => $"prose,{length}",
                Format.Code => $"code,{length}",
                Format.CreditCode => "credit-code,",
                Format.DocumentNumber => "document-number,",
                Format.Division9 => "town,",
                Format.OfficerCertificate => "officer-certificate,",
                Format.PenaltyKind => "penalty-kind,",
                Format.PermitNumber => "permit-number,",
                var other => $"{other.ToString().ToLowerInvariant()},",
            },
        };
    }
}
