using System.Diagnostics;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.SystemTests.Zone;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>
/// Replays a history from its stored bytes: every event decoded and folded, and every decision made again from the statements
/// and compared with the one that was stored.
/// </summary>
internal static class ReplayBenchmark
{
    private const int Statements = 20_000;
    private const int Rounds = 3;

    public static Task RunAsync()
    {
        using var wujiang = new NodeVoice("320509");
        var network = NetworkFile.Parse(DemoNetwork.Json([wujiang]), new RuleSetFolder("/").Read);
        var reader = new StatementReader();
        var codec = new EventCodec(reader);
        var history = Write(network, reader, codec, wujiang);
        var (fold, judge) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            Fold(history, codec);
            var folded = history.Count / watch.Elapsed.TotalSeconds;
            watch.Restart();
            Judge(network, history, codec);
            if (round > 0)
            {
                fold.Add(folded);
                judge.Add(history.Count / watch.Elapsed.TotalSeconds);
            }
        }

        Report.Table($"Replay of {history.Count:N0} events, one core", ["way", "events/s", "goal"],
        [
            ["decoded and folded, decisions among them", Report.Rate(Report.Median(fold)), "≥ 50,000"],
            ["judged again from the statements, and compared", Report.Rate(Report.Median(judge)), ""],
        ]);
        return Task.CompletedTask;
    }

    private static List<LoggedEvent> Write(Network network, StatementReader reader, EventCodec codec, NodeVoice node)
    {
        var history = new List<LoggedEvent>();
        var streams = new FoldedStreams();
        for (var count = 0; count < Statements; count++)
        {
            var wire = Penalties.Next(node);
            var envelope = new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory);
            var statement = reader.Read(envelope.Payload).Statement!;
            var result = Filing.File(network, streams.Gather(network, statement), envelope, statement, Samples.PublishedAt);
            foreach (var (dossier, events) in result.Dossiers)
            {
                history.AddRange(events.Select((happened, index) =>
                    Logged(history.Count + index + 1, dossier.Stream, codec.Encode(Guid.Empty, happened))));
            }

            foreach (var (subject, events) in result.Subjects)
            {
                history.AddRange(events.Select((happened, index) => Logged(
                    history.Count + index + 1, SubjectFile.Stream(subject), codec.Encode(Guid.Empty, happened))));
            }

            foreach (var (record, events) in result.Cited)
            {
                history.AddRange(events.Select((happened, index) => Logged(
                    history.Count + index + 1, CitedRecord.Stream(record), codec.Encode(Guid.Empty, happened))));
            }

            streams.Apply(result);
        }

        return history;
    }

    private static void Fold(List<LoggedEvent> history, EventCodec codec)
    {
        var dossiers = new Dictionary<string, DossierState>(StringComparer.Ordinal);
        var subjects = new Dictionary<string, SubjectState>(StringComparer.Ordinal);
        var cited = new Dictionary<string, CitedState>(StringComparer.Ordinal);
        foreach (var logged in history)
        {
            if (logged.Stream.StartsWith("dossier-", StringComparison.Ordinal))
            {
                dossiers[logged.Stream] = Dossier.Evolve(
                    dossiers.GetValueOrDefault(logged.Stream, DossierState.Empty), codec.DecodeDossier(logged));
            }
            else if (logged.Stream.StartsWith("cited-", StringComparison.Ordinal))
            {
                cited[logged.Stream] = CitedRecord.Evolve(
                    cited.GetValueOrDefault(logged.Stream, CitedState.Empty), codec.DecodeCited(logged));
            }
            else
            {
                subjects[logged.Stream] = SubjectFile.Evolve(
                    subjects.GetValueOrDefault(logged.Stream, SubjectState.Empty), codec.DecodeSubject(logged));
            }
        }
    }

    private static void Judge(Network network, List<LoggedEvent> history, EventCodec codec)
    {
        var streams = new FoldedStreams();
        var expected = new Queue<NewEvent>();
        foreach (var logged in history)
        {
            if (expected.TryDequeue(out var made))
            {
                if (!made.Payload.Span.SequenceEqual(logged.Payload.Span))
                {
                    throw new InvalidOperationException($"Position {logged.Position} would be decided otherwise today.");
                }

                continue;
            }

            var filed = (DossierEvent.StatementFiled)codec.DecodeDossier(logged);
            var result = Filing.File(
                network, streams.Gather(network, filed.Statement), filed.Envelope, filed.Statement, logged.At);
            streams.Apply(result);
            foreach (var next in result.Dossiers.SelectMany(entry =>
                entry.Events.Select(happened => codec.Encode(Guid.Empty, happened))).Skip(1)
                .Concat(result.Subjects.SelectMany(entry => entry.Events.Select(happened => codec.Encode(Guid.Empty, happened))))
                .Concat(result.Cited.SelectMany(entry => entry.Events.Select(happened => codec.Encode(Guid.Empty, happened)))))
            {
                expected.Enqueue(next);
            }
        }
    }

    private static LoggedEvent Logged(long position, string stream, NewEvent made) =>
        new(position, stream, 0, made.Id, made.Type, made.Payload, Samples.PublishedAt, null);
}

/// <summary>Every stream as it stands, in memory; a statement is judged by those that it touches, as in the hub.</summary>
internal sealed class FoldedStreams
{
    private readonly Dictionary<DossierId, DossierState> _dossiers = [];
    private readonly Dictionary<string, SubjectState> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<RecordId, CitedState> _cited = [];

    public FilingContext Gather(Network network, Statement statement)
    {
        var context = FilingContext.Empty;
        while (Filing.Missing(network, context, statement) is { IsNothing: false } unread)
        {
            context = new FilingContext(
                context.Dossiers.AddRange(unread.Dossiers.Select(id =>
                    KeyValuePair.Create(id, _dossiers.GetValueOrDefault(id, DossierState.Empty)))),
                context.Subjects.AddRange(unread.Subjects.Select(code =>
                    KeyValuePair.Create(code, _subjects.GetValueOrDefault(code, SubjectState.Empty)))),
                context.Cited.AddRange(unread.Cited.Select(id =>
                    KeyValuePair.Create(id, _cited.GetValueOrDefault(id, CitedState.Empty)))));
        }

        return context;
    }

    public void Apply(FilingResult result)
    {
        foreach (var (dossier, events) in result.Dossiers)
        {
            _dossiers[dossier] = events.Aggregate(_dossiers.GetValueOrDefault(dossier, DossierState.Empty), Dossier.Evolve);
        }

        foreach (var (subject, events) in result.Subjects)
        {
            _subjects[subject] = events.Aggregate(_subjects.GetValueOrDefault(subject, SubjectState.Empty), SubjectFile.Evolve);
        }

        foreach (var (record, events) in result.Cited)
        {
            _cited[record] = events.Aggregate(_cited.GetValueOrDefault(record, CitedState.Empty), CitedRecord.Evolve);
        }
    }
}
