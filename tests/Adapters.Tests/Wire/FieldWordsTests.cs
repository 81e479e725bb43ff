using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Node.V1;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>
/// A document is shown whole, and <c>xhub schema</c> names its fields. A field that is added to the wire without a name in
/// both languages would stand there in the language of programs.
/// </summary>
public sealed class FieldWordsTests
{
    [Fact]
    public void Every_field_and_every_value_of_a_submission_has_a_name_in_both_languages()
    {
        var messages = new Dictionary<string, MessageDescriptor>(StringComparer.Ordinal);
        Reach(SubmitRequest.Descriptor, messages);
        var fields = messages.Values.SelectMany(message => message.Fields.InDeclarationOrder()).ToList();

        Assert.Empty(fields.Where(field => !FieldWords.Knows(field)).Select(field => field.FullName));
        Assert.Empty(fields.Where(field => field.FieldType == FieldType.Enum).SelectMany(field => field.EnumType.Values)
            .Where(value => value.Number != 0 && !FieldWords.Knows(value)).Select(value => value.FullName).Distinct());
    }

    private static void Reach(MessageDescriptor message, Dictionary<string, MessageDescriptor> reached)
    {
        if (message.FullName.StartsWith("exchangehub.", StringComparison.Ordinal) && reached.TryAdd(message.FullName, message))
        {
            foreach (var field in message.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message))
            {
                Reach(field.MessageType, reached);
            }
        }
    }
}
