using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary>A hub whose log is a dictionary: it files what the cases of a rule set publish.</summary>
/// <param name="network">Parties and rules.</param>
internal sealed class CaseHub(Network network)
{
    private static readonly Envelope Unsigned =
        new(Envelope.StatementType, ReadOnlyMemory<byte>.Empty, "", ReadOnlyMemory<byte>.Empty);

    private readonly Dictionary<DossierId, DossierState> _dossiers = [];
    private readonly Dictionary<string, SubjectState> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<RecordId, CitedState> _cited = [];

    /// <summary>Gets what is known of a record.</summary>
    public DossierFacts Facts(DossierId dossier) => State(dossier).Facts;

    /// <summary>Files a statement when it was published.</summary>
    /// <returns>Why it was turned down, or null.</returns>
    public Rejection? File(Statement statement)
    {
        var context = FilingContext.Empty;
        while (Filing.Missing(network, context, statement) is { IsNothing: false } unread)
        {
            context = new FilingContext(
                context.Dossiers.AddRange(unread.Dossiers.Select(id => KeyValuePair.Create(id, State(id)))),
                context.Subjects.AddRange(unread.Subjects.Select(code => KeyValuePair.Create(code, Subject(code)))),
                context.Cited.AddRange(unread.Cited.Select(id => KeyValuePair.Create(id, Cited(id)))));
        }

        var result = Filing.File(network, context, Unsigned, statement, statement.PublishedAt);
        foreach (var (dossier, events) in result.Dossiers)
        {
            _dossiers[dossier] = events.Aggregate(State(dossier), Dossier.Evolve);
        }

        foreach (var (subject, events) in result.Subjects)
        {
            _subjects[subject] = events.Aggregate(Subject(subject), SubjectFile.Evolve);
        }

        foreach (var (record, events) in result.Cited)
        {
            _cited[record] = events.Aggregate(Cited(record), CitedRecord.Evolve);
        }

        return result.Rejection;
    }

    private DossierState State(DossierId id) => _dossiers.GetValueOrDefault(id, DossierState.Empty);

    private SubjectState Subject(string code) => _subjects.GetValueOrDefault(code, SubjectState.Empty);

    private CitedState Cited(RecordId id) => _cited.GetValueOrDefault(id, CitedState.Empty);
}
