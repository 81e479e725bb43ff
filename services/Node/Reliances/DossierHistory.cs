using ExchangeHub.Agreements;
using ExchangeHub.Node.Inbox;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using V1 = ExchangeHub.Protos.Recognition.V1;

namespace ExchangeHub.Node.Reliances;

/// <summary>What arrived on one dossier, folded: the facts, and the hub's newest decision for each set of receivers.</summary>
/// <param name="Facts">Statements, conflicts and reliances, each known since it arrived here.</param>
/// <param name="InForce">The newest decision for each group or receiver, by the key of its receivers.</param>
/// <param name="ArrivedAt">When the newest of all this arrived.</param>
/// <param name="StatementPosition">Position of the newest statement; 0 when there is none.</param>
internal sealed record DossierHistory(
    DossierFacts Facts,
    IReadOnlyDictionary<string, (V1.Decision Decision, DateTimeOffset ArrivedAt)> InForce,
    DateTimeOffset ArrivedAt,
    long StatementPosition)
{
    /// <summary>Folds deliveries that verified when they arrived.</summary>
    /// <exception cref="InvalidDataException">A statement can no longer be read.</exception>
    public static DossierHistory Fold(IEnumerable<Held> deliveries, IStatementReader reader)
    {
        var facts = DossierFacts.Empty;
        var inForce = new Dictionary<string, (V1.Decision, DateTimeOffset)>(StringComparer.Ordinal);
        var (arrivedAt, statementPosition) = (default(DateTimeOffset), 0L);
        foreach (var (delivery, at) in deliveries)
        {
            arrivedAt = at > arrivedAt ? at : arrivedAt;
            switch (delivery.EventCase)
            {
                case Delivery.EventOneofCase.Statement:
                    var statement = reader.Read(delivery.Statement.Envelope.Payload.Memory).Statement
                        ?? throw new InvalidDataException(
                            $"The statement at position {delivery.Position} in the inbox can no longer be read.");
                    facts = facts with { Statements = facts.Statements.Add(new FiledStatement(statement, at)) };
                    statementPosition = delivery.Position;
                    break;
                case Delivery.EventOneofCase.Conflict:
                    facts = facts with { Conflicts = facts.Conflicts.Add(FactOf(delivery, at)) };
                    break;
                case Delivery.EventOneofCase.Reliance:
                    facts = facts with { Reliances = facts.Reliances.Add(FactOf(delivery.Reliance, at)) };
                    break;
                case Delivery.EventOneofCase.Series:
                    facts = facts with { Series = facts.Series.Add(FactOf(delivery.Series, at)) };
                    break;
                case Delivery.EventOneofCase.Decision when WireDecisions.ReceiversOf(delivery.Decision.Decision) is { } receivers:
                    inForce[receivers.Key] = (delivery.Decision.Decision, at);
                    break;
            }
        }

        return new DossierHistory(facts, inForce, arrivedAt, statementPosition);
    }

    /// <summary>Finds the hub's decision that applies to a receiver: its own, or that of its group.</summary>
    public (V1.Decision Decision, DateTimeOffset ArrivedAt)? For(Jurisdiction receiver, Network network)
    {
        if (InForce.TryGetValue(receiver.ToString(), out var own))
        {
            return own;
        }

        var rules = Assessor.RulesFor(network, Facts);
        foreach (var decided in InForce.Values)
        {
            if (WireDecisions.ReceiversOf(decided.Decision)?.Include(receiver, rules) is true)
            {
                return decided;
            }
        }

        return null;
    }

    private static ConflictFact FactOf(Delivery delivery, DateTimeOffset at) =>
        DossierId.TryParse(delivery.Conflict.OtherDossier, out var other)
            ? new ConflictFact(other, (ConflictState)delivery.Conflict.State, CivilDates.Parse(delivery.Conflict.SinceOn), "", at)
            : throw new InvalidDataException($"The conflict at position {delivery.Position} in the inbox names no dossier.");

    private static RelianceFact FactOf(RelianceChanged changed, DateTimeOffset at) => new(
        RecordId.Parse(changed.RecordId),
        (RelianceKind)changed.Kind,
        DossierId.TryParse(changed.Dossier, out var dossier) ? dossier : null,
        (RelianceState)changed.State,
        CivilDates.Parse(changed.SinceOn),
        "",
        at);

    private static SeriesFact FactOf(SeriesChanged changed, DateTimeOffset at) => new(
        changed.Subject, changed.Acts, changed.Divisions, CivilDates.Parse(changed.SinceOn), at);
}
