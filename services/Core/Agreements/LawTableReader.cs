using System.Collections.Immutable;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads the tables of laws and organs of a rule set.</summary>
internal sealed class LawTableReader(DocumentReader reader)
{
    /// <summary>Reads the tables; each may be left out.</summary>
    public LawTable Read(Entries document) => new(
        Table(document.Find("laws"), node => Law(node), law => (law.Instrument, law.Edition)),
        Table(document.Find("fines"), node => Fine(node), fine => (fine.Instrument, fine.Edition, fine.Article)),
        Table(document.Find("authorisations"), node => Authorised(node), authorised => authorised.Issuer));

    private LawEdition? Law(DocumentNode node) =>
        reader.Entries(node, "instrument", "edition", "from", "to", "trust") is { } law && law.Trust("trust") != default
            ? new LawEdition(
                law.Text("instrument"),
                law.Text("edition"),
                law.Read("from", CivilDates.Parse),
                law.Read<DateOnly?>("to", text => CivilDates.Parse(text), isOptional: true))
            : null;

    private FineRange? Fine(DocumentNode node) =>
        reader.Entries(node, "instrument", "edition", "article", "min", "max", "trust") is { } fine
        && fine.Trust("trust") != default
            ? new FineRange(
                fine.Text("instrument"),
                fine.Text("edition"),
                fine.Text("article"),
                fine.Read<Fen?>("min", text => Money(text), isOptional: true),
                fine.Read("max", Money))
            : null;

    private Authorisation? Authorised(DocumentNode node) =>
        reader.Entries(node, "issuer", "from", "basis") is { } authorised
            ? new Authorisation(authorised.Text("issuer"), authorised.Read("from", CivilDates.Parse))
            : null;

    private static Fen Money(string text) => Parameter.Read(text, new RuleType(RuleKind.Money)) is Fen fen
        ? fen : throw new ViolationException(new Wording(
                "金额，例如 100000 yuan", "an amount such as 100000 yuan"));

    private ImmutableArray<T> Table<T, TKey>(DocumentNode? node, Func<DocumentNode, T?> read, Func<T, TKey> key)
        where T : class
    {
        var rows = ImmutableArray.CreateBuilder<T>();
        var keys = new HashSet<TKey>();
        foreach (var entry in reader.List(node))
        {
            if (read(entry) is not { } row)
            {
                continue;
            }

            if (keys.Add(key(row)))
            {
                rows.Add(row);
            }
            else
            {
                reader.Report(entry, RuleFaultCode.RepeatedEntry, new Violation(
                    new Wording("每项只写一次", "every entry once"), new Wording($"{key(row)}", $"{key(row)}")));
            }
        }

        return rows.ToImmutable();
    }
}
