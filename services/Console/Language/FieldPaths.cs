using System.Globalization;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Vocabulary;
using Google.Protobuf.Reflection;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Console.Language;

/// <summary>Paths of fields of a record, such as <c>penalty.penalties[0].amount_fen</c>, and values, in words.</summary>
internal static class FieldPaths
{
    /// <summary>Puts a path into words.</summary>
    public static string Name(string path, Tongue tongue) => string.Join(" › ", Steps(path).Select(step =>
        tongue.Say(FieldWords.Of(step.Field)) + (step.Index is { } index
            ? string.Create(CultureInfo.InvariantCulture, $" {index + 1}") : "")));

    /// <summary>Puts a value into words.</summary>
    public static string Value(string path, string value, Tongue tongue) => (Steps(path).LastOrDefault().Field, value) switch
    {
        (_, "") or (null, _) => value,
        ({ FieldType: FieldType.Enum } field, _) =>
            field.EnumType.FindValueByName(value) is { } known ? tongue.Say(FieldWords.Of(known)) : value,
        ({ FieldType: FieldType.Bool }, _) => tongue.Say(new Wording("是", "yes")),
        ({ } field, _) when field.Name.EndsWith("_fen", StringComparison.Ordinal)
            && long.TryParse(value, CultureInfo.InvariantCulture, out var fen) => Tongue.Yuan(fen),
        _ => value,
    };

    private static IEnumerable<(FieldDescriptor Field, int? Index)> Steps(string path)
    {
        var type = Record.Descriptor;
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            if (type?.FindFieldByName(bracket < 0 ? part : part[..bracket]) is not { } field)
            {
                yield break;
            }

            yield return (field, bracket < 0 ? null : int.Parse(part[(bracket + 1)..^1], CultureInfo.InvariantCulture));
            type = field.FieldType == FieldType.Message ? field.MessageType : null;
        }
    }
}
