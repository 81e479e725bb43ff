using System.Collections;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>What is said of a submission, field by field, is what is checked of it.</summary>
public sealed class SubmissionSchemaTests
{
    // Required by what another field says: a fine by P03, the number of a person by its kind.
    private static readonly HashSet<string> Conditional =
    [
        "event.event.ground_reviewed.reason", "record.decided_on", "record.legal_basis[]", "record.links[].hash",
        "record.matter.major_case_ground", "record.no_penalty.corrected_on", "record.penalty.fine_fen",
        "record.penalty.service_mode", "record.subjects[].credit_code", "record.subjects[].name",
        "record.subjects[].legal_representative.certificate_type", "record.subjects[].legal_representative.masked_number",
        "record.subjects[].legal_representative.number_commitment",
    ];

    public static TheoryData<string> Names => [.. SubmissionSchema.Types.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_required_is_missed_by_the_check_and_nothing_else_is(string name)
    {
        var type = SubmissionSchema.Types.Single(type => type.Name == name);
        var full = FullOf(type);
        var wrongBefore = FieldRules.Check(full).Select(violation => violation.Field).ToHashSet();
        var cleared = 0;

        foreach (var field in SubmissionSchema.FieldsOf(type)
            .Where(field => field.Need != FieldNeed.FilledIn && !Conditional.Contains(field.Path)))
        {
            var path = field.Path.Replace("[]", "[0]", StringComparison.Ordinal);
            path = path.EndsWith("[0]", StringComparison.Ordinal) ? path[..^3] : path;
            var without = full.Clone();
            if (TryClear(without, field.Path.Split('.')) && !wrongBefore.Contains(path))
            {
                cleared++;
                var isMissed = FieldRules.Check(without).Any(violation => violation.Field == path);
                Assert.True(isMissed == (field.Need == FieldNeed.Required), $"{path} is {field.Need}; missed: {isMissed}");
            }
        }

        Assert.InRange(cleared, 4, 1000);
    }

    [Fact]
    public void A_node_fills_in_what_is_said_to_be_filled_in()
    {
        var record = Samples.Penalty();
        foreach (var name in SubmissionSchema.FieldsOf(SubmissionSchema.Types[0])
            .Where(field => field.Need == FieldNeed.FilledIn).Select(field => field.Path["record.".Length..]))
        {
            Protos.Record.V1.Record.Descriptor.FindFieldByName(name).Accessor.Clear(record);
        }

        var writer = new StatementWriter("test", NodeId.Parse("node:320509"));
        var place = new StatementPlace(1, null, Samples.PublishedAt);
        var written = writer.Write(record, Ulid.New(Samples.PublishedAt, new byte[10]), place);

        Assert.Empty(new StatementReader().Read(written).Violations);
    }

    private static SubmitRequest FullOf(SubmissionType type)
    {
        var request = new SubmitRequest();
        var content = SubmitRequest.Descriptor.FindFieldByName(type.Sort);
        var filled = (IMessage)Activator.CreateInstance(content.MessageType.ClrType)!;
        content.Accessor.SetValue(request, filled);
        if (request.Event is { } happened)
        {
            filled = happened.Event_ = new LifeCycleEvent();
        }

        var body = filled.Descriptor.FindFieldByName(type.Name);
        body.Accessor.SetValue(filled, Activator.CreateInstance(body.MessageType.ClrType)!);
        Filling.Fill(request);
        return request;
    }

    private static bool TryClear(IMessage message, ReadOnlySpan<string> path)
    {
        var field = message.Descriptor.FindFieldByName(path[0].TrimEnd('[', ']'));
        if (path.Length == 1)
        {
            field.Accessor.Clear(message);
            return field.RealContainingOneof is null;
        }

        var below = field.IsRepeated ? ((IList)field.Accessor.GetValue(message))[0] : field.Accessor.GetValue(message);
        return below is IMessage inner && TryClear(inner, path[1..]);
    }
}
