using System.Collections.Immutable;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using V1 = ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Hub.Queries;

/// <summary>A dossier as it was known at an instant, with the place and the bytes of every statement.</summary>
internal sealed class FiledDossier
{
    private readonly Dictionary<FiledStatement, (long Position, Envelope Envelope)> _places;
    private readonly bool _isPublic;

    private FiledDossier(
        DossierId id, DossierState state, Dictionary<FiledStatement, (long, Envelope)> places, bool isPublic) =>
        (Id, State, _places, _isPublic) = (id, state, places, isPublic);

    public DossierId Id { get; }

    /// <summary>Gets the facts that were known, and the newest decisions, whatever was known.</summary>
    public DossierState State { get; }

    public DossierFacts Facts => State.Facts;

    /// <summary>Gets the version in force; the dossier is left aside where there is none.</summary>
    public FiledStatement Current => Facts.Current!;

    /// <summary>Folds a stream.</summary>
    /// <returns>Null when no record was known at the instant.</returns>
    public static FiledDossier? Of(
        DossierId id, ImmutableArray<LoggedEvent> stream, IEventCodec codec, DateTimeOffset? knownAt, bool isPublic)
    {
        var state = DossierState.Empty;
        var places = new Dictionary<FiledStatement, (long, Envelope)>(ReferenceEqualityComparer.Instance);
        foreach (var logged in stream)
        {
            var happened = codec.DecodeDossier(logged);
            state = Dossier.Evolve(state, happened);
            if (happened is DossierEvent.StatementFiled filed)
            {
                places[state.Facts.Statements[^1]] = (logged.Position, filed.Envelope);
            }
        }

        state = knownAt is { } known ? state with { Facts = state.Facts.AsKnownAt(known) } : state;
        return state.Facts.Current is null ? null : new FiledDossier(id, state, places, isPublic);
    }

    /// <summary>Gets the place of a statement in the log.</summary>
    public long PositionOf(FiledStatement filed) => _places[filed].Position;

    /// <summary>Gets a statement as its reader may see it.</summary>
    public V1.Record RecordOf(FiledStatement filed)
    {
        var payload = _places[filed].Envelope.Payload;
        return (_isPublic ? PublicStatement.Of(payload) : V1.Statement.Parser.ParseFrom(payload.Span)).Record;
    }

    /// <summary>Says whether a statement in force, or one that contradicts it, names somebody.</summary>
    public bool Names(string subject) => Facts.Contradicting.Append(Current)
        .Any(filed => BodyOf(filed).Subjects.Contains(subject, StringComparer.Ordinal));

    public static StatementBody.RecordVersion BodyOf(FiledStatement filed) => (StatementBody.RecordVersion)filed.Statement.Body;
}
