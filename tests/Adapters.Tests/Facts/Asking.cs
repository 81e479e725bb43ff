using System.Collections.Immutable;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Agreements.Facts;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;
using Circumstances = ExchangeHub.Agreements.Circumstances;
using Happened = ExchangeHub.Protos.Record.V1.LifeCycleEvent;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Facts;

/// <summary>Asks real records, as their nodes sign them, on 2026-07-20, for Jiashan.</summary>
internal static class Asking
{
    public static readonly DateOnly Today = new(2026, 7, 20);

    private static readonly Jurisdiction Receiver = Jurisdiction.Parse("330421");

    /// <summary>Gets the facts of the record itself.</summary>
    public static RuleSchema<Circumstances> Facts { get; } =
        Own(new RuleSchema<Circumstances>(seen => seen.Source), hasLaw: true);

    /// <summary>Looks at a record and at what happened to it.</summary>
    public static Circumstances Look(Record record, params ImmutableArray<Told> events)
    {
        var statement = Read(Samples.Payload(record, "node:320509"));
        var facts = new DossierFacts(
            [
                new FiledStatement(statement, statement.PublishedAt),
                .. events.Select(told => Read(Samples.Payload(told.Happened, statement.Dossier.ToString(), told.Node)))
                    .Select(said => new FiledStatement(said, said.PublishedAt)),
            ],
            []);
        return new Circumstances(
            facts,
            facts.Read(),
            new Agreements.RuleSet("agr:yrd-demo-2020", 3, new DateOnly(2026, 1, 1), null, [], new DateOnly(2020, 1, 1), 300),
            new Agreements.ReceiverView(
                new Agreements.Policy(Agreements.PendingRemedy.KeepWithFlag, ConfirmedIllegalEnds: true), Receiver, false),
            PartyOf,
            Today);
    }

    /// <summary>Adds the facts of the record itself to a schema.</summary>
    public static RuleSchema<Circumstances> Own(RuleSchema<Circumstances> schema, bool hasLaw)
    {
        PenaltyFacts.Add(schema);
        EvidenceFacts.Add(schema);
        PermitFacts.Add(schema);
        BlacklistFacts.Add(schema);
        SubjectFacts.Add(schema);
        OfficeFacts.Add(schema);
        OfficerFacts.Add(schema);
        GroundFacts.Add(schema, (_, node) => PartyOf(node));
        if (hasLaw)
        {
            LawFacts.Add(schema);
        }
        else
        {
            LawFacts.AddAct(schema);
        }

        return schema;
    }

    /// <summary>Asks a condition.</summary>
    /// <returns>Null when the answer is not known.</returns>
    public static bool? Test(string condition, Circumstances seen, RuleSchema<Circumstances>? schema = null)
    {
        var formula = Formula.Condition(condition, schema ?? Facts, out var faults);
        Assert.True(formula is not null, $"{condition}\n{faults}");
        return formula.Test(seen, WorkingDays.Announced);
    }

    private static Jurisdiction? PartyOf(NodeId node) => node.ToString() switch
    {
        "node:330000" => Receiver,
        "node:310000" => null,
        var id => Jurisdiction.Parse(id[^6..]),
    };

    private static Statement Read(ReadOnlyMemory<byte> payload)
    {
        var reading = new StatementReader().Read(payload);
        Assert.Equal([], reading.Violations.Select(violation => $"{violation.Field}: {violation.Sentence}"));
        return reading.Statement!;
    }
}

/// <summary>Something that a node reports.</summary>
internal sealed record Told(Happened Happened, string Node);
