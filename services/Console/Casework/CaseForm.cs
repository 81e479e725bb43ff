using System.Collections;
using System.Globalization;
using ExchangeHub.Console.Persons;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Console.Casework;

/// <summary>What an officer has filled in for an act in a joint case. Its fields have the names of the wire, so that what a node
/// or the hub says of one names it.</summary>
/// <param name="filled">What was sent; null before anything was.</param>
public sealed class CaseForm(IFormCollection? filled)
{
    private const int KeyLengthMax = 100;

    /// <summary>Gets what stands in a field, without what stands around it.</summary>
    public string this[string name] => filled?[name].ToString().Trim() ?? "";

    /// <summary>Gets what makes sending it twice harmless; null when the form does not say it.</summary>
    public string? Key => this["key"] is { Length: > 0 and <= KeyLengthMax } key ? key : null;

    /// <summary>Says whether one of several is chosen.</summary>
    public bool Has(string name, string value) => All(name).Contains(value);

    /// <summary>Makes the act.</summary>
    /// <param name="deed">The name of the field of <c>CaseAct</c>.</param>
    /// <param name="number">The number of the case; empty for an act of the team, and for a case that is to be opened.</param>
    /// <param name="officer">Who acts.</param>
    internal CaseAct Act(string deed, string number, Account officer)
    {
        var field = CaseAct.Descriptor.FindFieldByName(deed);
        var made = field.MessageType.Parser.ParseFrom(ByteString.Empty);
        foreach (var part in field.MessageType.Fields.InDeclarationOrder())
        {
            if (part.IsRepeated)
            {
                var list = (IList)part.Accessor.GetValue(made);
                All(part.Name).ForEach(text => list.Add(text));
            }
            else if (part.FieldType == FieldType.Enum)
            {
                part.Accessor.SetValue(made, int.TryParse(
                    this[part.Name], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0);
            }
            else
            {
                part.Accessor.SetValue(made, this[part.Name]);
            }
        }

        var act = new CaseAct { Number = deed == CaseOffer.Opening ? this["number"] : number, Officer = officer.Certificate };
        field.Accessor.SetValue(act, made);
        return act;
    }

    // Boxes that are ticked, or a line each.
    private List<string> All(string name) =>
        [.. (filled?[name] ?? default).SelectMany(text => (text ?? "").Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
