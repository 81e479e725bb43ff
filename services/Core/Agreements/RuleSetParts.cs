using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads the parameters and the groups of a rule set.</summary>
internal sealed partial class RuleSetParts(DocumentReader reader)
{
    /// <summary>Reads a parameter.</summary>
    public Parameter? Parameter(DocumentNode node)
    {
        if (reader.Entries(node, "name", "kind", "codes", "value", "meaning", "basis", "trust", "local") is not { } entries)
        {
            return null;
        }

        var kind = entries.Choose("kind", Agreements.Parameter.Kinds);
        var meaning = entries.Wording("meaning");
        var codes = reader.List(kind == RuleKind.Code ? entries.Need("codes") : null)
            .Select(code => reader.Text(code)?.Text ?? "").ToArray();
        var type = new RuleType(kind, kind == RuleKind.Code ? new CodeSet(meaning, codes) : null);
        var name = entries.Read("name", text => ParameterName().IsMatch(text)
            ? text : throw new ViolationException(new Wording(
                "参数名称，例如 pendingRemedy", "a name such as pendingRemedy")));
        var value = Value(entries.Need("value"), type);
        var trust = entries.Trust("trust");
        var isLocal = entries.Find("local") is { } local
            && Value(local, new RuleType(RuleKind.Truth, null)) is true;
        return name is null || value is null ? null
            : new Parameter(name, type, value, meaning, entries.TextOrEmpty("basis"), trust, isLocal);
    }

    /// <summary>Reads a value of some kind.</summary>
    /// <returns>Null when it is another, which has been reported.</returns>
    public object? Value(DocumentNode? node, RuleType type)
    {
        if (reader.Text(node) is not { } written)
        {
            return null;
        }

        if (Agreements.Parameter.Read(written.Text, type) is { } value)
        {
            return value;
        }

        var codes = type.Set is null ? "" : $" ({string.Join(", ", type.Set.Members)})";
        reader.Report(written, RuleFaultCode.WrongKind, new Wording(type.Name.Chinese + codes, type.Name.English + codes));
        return null;
    }

    /// <summary>Reads a group of receivers and what it chooses.</summary>
    public ReceiverGroup? Group(DocumentNode node, ImmutableArray<Parameter> parameters)
    {
        if (reader.Entries(node, "name", "members", "choices") is not { } group)
        {
            return null;
        }

        var members = ImmutableHashSet.CreateBuilder<Jurisdiction>();
        foreach (var member in reader.List(group.Need("members")))
        {
            if (reader.Text(member) is { } code
                && (!Jurisdiction.TryParse(code.Text, out var division) || !members.Add(division)))
            {
                reader.Report(code, RuleFaultCode.MisplacedValue, new Wording(
                    "六位行政区划代码，每个一次", "a division code of six digits, each once"));
            }
        }

        var choices = Choices(group.Find("choices"), parameters, [.. parameters.Select(parameter => parameter.Value)]);
        var name = group.Read("name", text => GroupName().IsMatch(text) ? text : throw new ViolationException(new Wording(
            "以字母开头，由小写字母、数字和连字符组成的名称",
            "a name that begins with a letter, of lower-case letters, digits and hyphens")));
        return name is null ? null : new ReceiverGroup(name, members.ToImmutable()) { Choices = choices };
    }

    /// <summary>Reads what is chosen of the parameters; the others stay as they are.</summary>
    public ImmutableArray<object> Choices(
        DocumentNode? chosen, ImmutableArray<Parameter> parameters, ImmutableArray<object> choices)
    {
        if (chosen is null || reader.Entries(chosen, [.. parameters.Select(parameter => parameter.Name)]) is not { } entries)
        {
            return choices;
        }

        return
        [
            .. parameters.Zip(choices, (parameter, otherwise) => entries.Find(parameter.Name) is { } value
                ? Value(value, parameter.Type) ?? otherwise
                : otherwise),
        ];
    }

    /// <summary>Reports a party that is in two groups.</summary>
    public void OneGroupEach(Entries document, ImmutableArray<ReceiverGroup> groups)
    {
        foreach (var member in groups.SelectMany(group => group.Members).Distinct())
        {
            if (groups.Where(group => group.Members.Contains(member)).ToArray() is [var one, var other, ..])
            {
                reader.Report(document.Find("groups")!, RuleFaultCode.Contradiction, new Violation(
                    new Wording("每个缔约方只属于一个组", "every party in one group"),
                    new Wording($"{member} 同属“{one.Name}”和“{other.Name}”", $"{member} in '{one.Name}' and in '{other.Name}'")));
            }
        }
    }

    // It must not look like a division: both are keys of decisions.
    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,59}\z")]
    private static partial Regex GroupName();

    [GeneratedRegex(@"\A[a-z][A-Za-z0-9]{0,59}\z")]
    private static partial Regex ParameterName();
}
