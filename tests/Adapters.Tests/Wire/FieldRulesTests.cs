using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using Record = ExchangeHub.Protos.Record.V1.Record;
using Statement = ExchangeHub.Protos.Record.V1.Statement;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>
/// Every field of every kind of record, spoilt in every way that its rule forbids: one violation, naming that field. A field
/// without a check, and a fault that is reported twice or in the wrong place, fail here.
/// </summary>
public sealed class FieldRulesTests
{
    [Fact]
    public void Every_fault_in_a_penalty_is_named_once() => Spoil(Filling.Full(Samples.Penalty()));

    [Fact]
    public void Every_fault_in_an_evidence_package_is_named_once() => Spoil(Filling.Full(Samples.Evidence()));

    [Fact]
    public void Every_fault_in_a_permit_is_named_once() => Spoil(Filling.Full(Samples.Permit()));

    [Fact]
    public void Every_fault_in_a_blacklist_entry_is_named_once() => Spoil(Filling.Full(Samples.Blacklist()));

    [Fact]
    public void Every_fault_in_an_event_is_named_once()
    {
        foreach (var what in LifeCycleEvent.Descriptor.Oneofs.Single().Fields)
        {
            var happened = Samples.Revocation();
            what.Accessor.SetValue(happened, (IMessage)Activator.CreateInstance(what.MessageType.ClrType)!);
            Filling.Fill(happened);
            var dossier = (what.FieldNumber / 10) switch
            {
                3 => "permit/91310118MAHUB00488001P/1",
                4 => "evidence/320509/EP-320509-20260512-001",
                5 => "blacklist/ENV-YRD/91330421MAHUB003XA/嘉环（善）失信〔2026〕1号",
                _ => Samples.PenaltyDossier,
            };
            happened.RecordId = happened.RecordId.Replace("penalty", dossier.Split('/')[0], StringComparison.Ordinal);
            // Whoever confirms is another officer than whoever decided.
            if (happened.EvidenceReviewed is { } reviewed)
            {
                reviewed.ConfirmedBy = "10050912051";
            }

            if (happened.GroundReviewed is { } ground)
            {
                ground.ConfirmedBy = "10050912051";
            }

            if (happened.VenueDesignated is { } venue)
            {
                venue.PrevailingDossier = Samples.PenaltyDossier;
            }

            Spoil(Statement.Parser.ParseFrom(Samples.Payload(happened, dossier).Span));
        }
    }

    private static void Spoil(Record record)
    {
        record.RecordId = ""; // the filling does not know of kinds
        record.Version = 2; // so that previous_version_hash has something to say
        Spoil(Statement.Parser.ParseFrom(Samples.Payload(record).Span));
    }

    private static void Spoil(Statement good)
    {
        good.Sequence = 2;
        good.Previous = Samples.SomeHash;
        Assert.Equal([], FieldRules.Check(good).Select(Text));

        var wrong = new List<string>();
        var count = 0;
        foreach (var spoiling in Spoiling.Of(good))
        {
            var bad = good.Clone();
            spoiling.Apply(bad);
            var found = FieldRules.Check(bad);
            count++;
            if (found is not [var one] || one.Field != spoiling.Field || one.Sentence.English.Length > 1000)
            {
                wrong.Add($"{spoiling.Field}, {spoiling.What}: {string.Join(" | ", found.Select(Text))}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count}:\n{string.Join('\n', wrong.Take(40))}");
        Assert.True(count > 50, $"Only {count} faults were tried.");
    }

    private static string Text(FieldViolation violation) =>
        $"{violation.Field}: {violation.Sentence.English} [{violation.Reason}]";
}
