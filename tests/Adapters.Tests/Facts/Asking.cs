using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
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

    /// <summary>Gets the rules of the zone, version 3.</summary>
    public static Agreements.RuleSet Zone { get; } = new RuleSetFolder(Path.GetFullPath(Path.Combine(
        Here(), "..", "..", "..", "deploy", "samples", "rules"))).Read("yrd-demo-2020-v3.yaml").Rules;

    /// <summary>Gets what its conditions may ask.</summary>
    public static RuleSchema<Circumstances> Facts { get; } = Agreements.CaseSchema.Of(Zone.Terms.Parameters);

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
            Zone,
            new Agreements.ReceiverView([.. Zone.Terms.Parameters.Select(Choice)], Receiver, false),
            PartyOf,
            Today);
    }

    /// <summary>Asks a condition.</summary>
    /// <returns>Null when the answer is not known.</returns>
    public static bool? Test(string condition, Circumstances seen)
    {
        var formula = Formula.Condition(condition, Facts, out var faults);
        Assert.True(formula is not null, $"{condition}\n{faults}");
        return formula.Test(seen, WorkingDays.Announced);
    }

    // The zone recognises the smallest fine too; this receiver does not.
    private static object Choice(Agreements.Parameter parameter) =>
        parameter.Name == "smallestFine" ? new Fen(50_000) : parameter.Value;

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

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
