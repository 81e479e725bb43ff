using System.Diagnostics;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.SystemTests.Zone;

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
        var network = NetworkFile.Parse(DemoNetwork.Json([wujiang]));
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
        var context = FilingContext.Empty;
        for (var count = 0; count < Statements; count++)
        {
            var wire = Penalties.Next(node);
            var envelope = new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory);
            var statement = reader.Read(envelope.Payload).Statement!;
            context = Gathered(context, statement);
            var result = Filing.File(network, context, envelope, statement, Samples.PublishedAt);
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

            context = Applied(context, result);
        }

        return history;
    }

    private static void Fold(List<LoggedEvent> history, EventCodec codec)
    {
        var dossiers = new Dictionary<string, DossierState>(StringComparer.Ordinal);
        var subjects = new Dictionary<string, SubjectState>(StringComparer.Ordinal);
        foreach (var logged in history)
        {
            if (logged.Stream.StartsWith("dossier-", StringComparison.Ordinal))
            {
                dossiers[logged.Stream] = Dossier.Evolve(
                    dossiers.GetValueOrDefault(logged.Stream, DossierState.Empty), codec.DecodeDossier(logged));
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
        var context = FilingContext.Empty;
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
            context = Gathered(context, filed.Statement);
            var result = Filing.File(network, context, filed.Envelope, filed.Statement, logged.At);
            context = Applied(context, result);
            foreach (var next in result.Dossiers.SelectMany(entry =>
                entry.Events.Select(happened => codec.Encode(Guid.Empty, happened))).Skip(1)
                .Concat(result.Subjects.SelectMany(entry => entry.Events.Select(happened => codec.Encode(Guid.Empty, happened)))))
            {
                expected.Enqueue(next);
            }
        }
    }

    private static FilingContext Gathered(FilingContext context, Statement statement)
    {
        while (Filing.Missing(context, statement) is var (dossiers, subjects) && (!dossiers.IsEmpty || !subjects.IsEmpty))
        {
            context = new FilingContext(
                context.Dossiers.AddRange(dossiers.Select(id => KeyValuePair.Create(id, DossierState.Empty))),
                context.Subjects.AddRange(subjects.Select(code => KeyValuePair.Create(code, SubjectState.Empty))));
        }

        return context;
    }

    private static FilingContext Applied(FilingContext context, FilingResult result) => new(
        context.Dossiers.SetItems(result.Dossiers.Select(entry => KeyValuePair.Create(
            entry.Dossier, entry.Events.Aggregate(context.Dossiers[entry.Dossier], Dossier.Evolve)))),
        context.Subjects.SetItems(result.Subjects.Select(entry => KeyValuePair.Create(
            entry.Subject, entry.Events.Aggregate(context.Subjects[entry.Subject], SubjectFile.Evolve)))));

    private static LoggedEvent Logged(long position, string stream, NewEvent made) =>
        new(position, stream, 0, made.Id, made.Type, made.Payload, Samples.PublishedAt, null);
}
