using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Postgres;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.SystemTests.Zone;
using Npgsql;
using Wire = ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Benchmarks.Hub;

/// <summary>Lays a large log before a running hub: filed by the core as the hub files, and appended many at a time.</summary>
/// <remarks>For what is asked of a hub that holds much. How fast a hub takes statements is measured by publishing. No two records
/// may concern one dossier or one act, because what was filed is forgotten but for the files of subjects.</remarks>
internal static class Seeding
{
    private const int StatementsOfAppend = 500;

    public static async Task FillAsync(HubProcess hub, NodeVoice node, IEnumerable<Wire.Record> records, DateTimeOffset at)
    {
        var network = NetworkFile.Parse(
            await File.ReadAllTextAsync(hub.NetworkFile), new RuleSetFolder(Path.GetDirectoryName(hub.NetworkFile)!).Read);
        var reader = new StatementReader();
        var codec = new EventCodec(reader);
        await using var source = NpgsqlDataSource.Create(hub.Store);
        await using var log = new PostgresEventLog(source, TimeProvider.System);
        var subjects = new Dictionary<string, SubjectState>(StringComparer.Ordinal);
        var under = Task.CompletedTask;
        foreach (var some in records.Chunk(StatementsOfAppend))
        {
            var streams = new Dictionary<string, List<NewEvent>>(StringComparer.Ordinal);
            foreach (var record in some)
            {
                var wire = node.Say(record, at);
                var envelope = new Envelope(wire.PayloadType, wire.Payload.Memory, wire.KeyId, wire.Signature.Memory);
                var statement = reader.Read(envelope.Payload).Statement!;
                var result = Filing.File(network, Gather(network, subjects, statement), envelope, statement, at);
                Add(streams, subjects, codec, result);
            }

            await under;
            under = log.AppendAsync(
                new AppendRequest(
                    [.. streams.Select(stream => new StreamAppend(stream.Key, null, [.. stream.Value]))],
                    AppendRules.ToStored(DateTimeOffset.UtcNow)),
                CancellationToken.None);
        }

        await under;
    }

    private static FilingContext Gather(Network network, Dictionary<string, SubjectState> subjects, Statement statement)
    {
        var context = FilingContext.Empty;
        while (Filing.Missing(network, context, statement) is { IsNothing: false } unread)
        {
            if (unread.Dossiers.Any(dossier => dossier != statement.Dossier))
            {
                throw new InvalidOperationException($"{statement.Dossier} concerns what was filed before.");
            }

            context = new FilingContext(
                context.Dossiers.AddRange(unread.Dossiers.Select(id => KeyValuePair.Create(id, DossierState.Empty))),
                context.Subjects.AddRange(unread.Subjects.Select(code =>
                    KeyValuePair.Create(code, subjects.GetValueOrDefault(code, SubjectState.Empty)))),
                context.Cited.AddRange(unread.Cited.Select(id => KeyValuePair.Create(id, CitedState.Empty))));
        }

        return context;
    }

    private static void Add(Dictionary<string, List<NewEvent>> streams, Dictionary<string, SubjectState> subjects,
        EventCodec codec, FilingResult result)
    {
        foreach (var (dossier, events) in result.Dossiers)
        {
            Of(dossier.Stream).AddRange(events.Select(happened => codec.Encode(Guid.CreateVersion7(), happened)));
        }

        foreach (var (subject, events) in result.Subjects)
        {
            Of(SubjectFile.Stream(subject)).AddRange(events.Select(happened => codec.Encode(Guid.CreateVersion7(), happened)));
            subjects[subject] = events.Aggregate(subjects.GetValueOrDefault(subject, SubjectState.Empty), SubjectFile.Evolve);
        }

        foreach (var (record, events) in result.Cited)
        {
            Of(CitedRecord.Stream(record)).AddRange(events.Select(happened => codec.Encode(Guid.CreateVersion7(), happened)));
        }

        List<NewEvent> Of(string stream) => streams.TryGetValue(stream, out var own) ? own : streams[stream] = [];
    }
}
