using System.Text;
using ExchangeHub.Agreements;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Cli.Commands;

/// <summary>Plays the cases of a file as the hub would: every case among nodes that know of nothing else.</summary>
/// <param name="rules">The rule set.</param>
/// <param name="cases">The cases.</param>
internal sealed class CaseZone(RuleSet rules, RuleCaseSet cases)
{
    private const string NetworkId = "cases";
    private const int HourOfOffice = 10;

    private readonly CaseParties _parties = new(rules, cases);
    private readonly StatementReader _reader = new();
    private readonly Dictionary<string, Statement> _originals = new(StringComparer.Ordinal);

    /// <summary>Reads every record of the file once, as it stands there.</summary>
    /// <exception cref="CaseFaultException">One is none.</exception>
    public void ReadRecords()
    {
        foreach (var (name, tree) in cases.Records.OrderBy(record => record.Value.Start))
        {
            var record = CaseMessages.Record(tree);
            var place = new StatementPlace(1, null, At(CaseMessages.DayOf(record, tree), 0));
            _originals[name] = Read(Write(name, record, place, _parties.NodeOf(record, tree)), tree, tree);
        }
    }

    /// <summary>Plays a case.</summary>
    /// <returns>What is then known, and the network in which it is.</returns>
    /// <exception cref="CaseFaultException">Something in it cannot be published.</exception>
    public (Network Network, DossierFacts Facts) Play(RuleCase one)
    {
        var said = new List<Statement>();
        var subject = CaseMessages.Record(Tree(one.Record));
        Digest? previous = null;
        foreach (var publication in one.Then.Prepend(one.Record))
        {
            var payload = publication.Event is null
                ? Write(publication, said, previous)
                : Write(publication.Event, publication, subject, said, previous);
            previous = Digest.Of(payload.Span);
            said.Add(Read(payload, Tree(publication), publication.At));
        }

        var network = CaseParties.NetworkOf(NetworkId, one.Rules, said);
        var hub = new CaseHub(network);
        foreach (var (statement, publication) in said.Zip(one.Then.Prepend(one.Record)))
        {
            if (hub.File(statement) is { } rejection)
            {
                throw new CaseFaultException(DocumentFaults.At(publication.At, RuleFaultCode.MisplacedValue, new Violation(
                    new Wording("枢纽会收录的内容", "what the hub would file"),
                    new Wording(rejection.Message.Chinese.TrimEnd('。'), rejection.Message.English.TrimEnd('.')))));
            }
        }

        return (network, hub.Facts(said[0].Dossier));
    }

    private ReadOnlyMemory<byte> Write(CasePublication publication, List<Statement> said, Digest? previous)
    {
        var tree = Tree(publication);
        var record = CaseMessages.Record(tree);
        var before = said.LastOrDefault(earlier => earlier.Body is StatementBody.RecordVersion version
            && version.Version == record.Version - 1);
        if (before is not null && record.PreviousVersionHash.IsEmpty)
        {
            record.PreviousVersionHash = ByteString.CopyFrom(before.Content.ToBytes().AsSpan());
        }

        CaseMessages.Resolve(record, _originals);
        var node = publication.By.Length > 0 ? CaseParties.NodeOf(publication.By) : _parties.NodeOf(record, tree);
        var on = publication.On ?? CaseMessages.DayOf(record, tree);
        var place = new StatementPlace(said.Count + 1, previous, At(on, said.Count));
        return Write(publication.Record, record, place, node);
    }

    private ReadOnlyMemory<byte> Write(
        DocumentNode.Mapping tree, CasePublication publication, Record about, List<Statement> said, Digest? previous)
    {
        var happened = CaseMessages.Event(tree);
        var node = publication.By.Length > 0 ? CaseParties.NodeOf(publication.By) : said[0].Node;
        var on = publication.On ?? throw new ArgumentException("An event has its day.", nameof(publication));
        happened.RecordId = said[0].Record.ToString();
        happened.OccurredOn = happened.OccurredOn.Length == 0 ? CivilDates.Format(on) : happened.OccurredOn;
        happened.ReportedFor ??= (node == said[0].Node ? about.LegalIssuer : _parties.OrganOf(node))
            ?? throw new CaseFaultException(DocumentFaults.At(tree, RuleFaultCode.MissingEntry, new Violation(
                new Wording(
                    "“reportedFor”，因为文件中没有该地区的记录", "'reportedFor', because no record of the file is from there"),
                new Wording("没有", "none"))));
        if (happened.VenueDesignated is { } designated
            && _originals.TryGetValue(designated.PrevailingDossier, out var prevailing))
        {
            designated.PrevailingRecordId = prevailing.Record.ToString();
            designated.PrevailingDossier = prevailing.Dossier.ToString();
        }

        return new StatementWriter(NetworkId, node).Write(
            said[0].Dossier.ToString(), happened, new StatementPlace(said.Count + 1, previous, At(on, said.Count)));
    }

    private ReadOnlyMemory<byte> Write(string name, Record record, StatementPlace place, NodeId node)
    {
        if (record.RecordId.Length == 0 && _originals.TryGetValue(name, out var original))
        {
            record.RecordId = original.Record.ToString();
        }

        var seed = Ulid.New(DateTimeOffset.UnixEpoch, Digest.Of(Encoding.UTF8.GetBytes(name)).ToBytes().AsSpan()[..10]);
        return new StatementWriter(NetworkId, node).Write(record, seed, place);
    }

    private Statement Read(ReadOnlyMemory<byte> payload, DocumentNode tree, DocumentNode at)
    {
        var reading = _reader.Read(payload);
        if (reading.Statement is { } statement)
        {
            return statement;
        }

        // What is not there at all was taken away by the case.
        var wrong = reading.Violations[0];
        var found = CaseTrees.Find(tree, wrong.Field);
        throw new CaseFaultException(DocumentFaults.At(
            found.Start == tree.Start ? at : found, RuleFaultCode.MisplacedValue, new Violation(
                new Wording("枢纽会收录的内容", "what the hub would file"),
                new Wording(
                    $"{wrong.Field}：{wrong.Sentence.Chinese.TrimEnd('。')}",
                    $"{wrong.Field}: {wrong.Sentence.English.TrimEnd('.')}"))));
    }

    private DocumentNode.Mapping Tree(CasePublication publication) =>
        publication.Event ?? CaseTrees.Change(cases.Records[publication.Record], publication.Change);

    // What is published on one day is published in the order of the case.
    private static DateTimeOffset At(DateOnly on, int order) =>
        CivilDates.StartOf(on).AddHours(HourOfOffice).AddMinutes(order);
}
