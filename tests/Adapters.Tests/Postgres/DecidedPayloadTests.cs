using ExchangeHub.Postgres.Stored;
using ExchangeHub.Protos.History.V1;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>What verifiers read a stored decision by must be what the log stores it by, field for field.</summary>
public sealed class DecidedPayloadTests
{
    [Fact]
    public void What_is_published_of_a_stored_decision_is_how_it_is_stored() =>
        Assert.Equal(Fields(StoredDecided.Descriptor).ToArray(), Fields(DecidedPayload.Descriptor).ToArray());

    private static IEnumerable<string> Fields(MessageDescriptor message) =>
        message.Fields.InFieldNumberOrder().SelectMany(field => field.FieldType == FieldType.Message
            ? Fields(field.MessageType).Select(inner => $"{field.FieldNumber} {field.Name} {field.IsRepeated}/{inner}")
            : [$"{field.FieldNumber} {field.Name} {field.FieldType} {field.IsRepeated}"]);
}
