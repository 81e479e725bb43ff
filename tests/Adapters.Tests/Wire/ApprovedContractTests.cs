using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Google.Protobuf.Reflection;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>
/// Names and numbers on the wire are for ever: other people's programs hold them. Every one is listed in
/// tests/approved/protos.txt, and a change of that file is a change of the contract (protos/README.md, "What may change").
/// </summary>
public sealed class ApprovedContractTests
{
    [Fact]
    public void Nothing_on_the_wire_changes_unseen()
    {
        var approved = Approved("protos.txt");
        var received = Approved("protos.received.txt");
        var contract = Contract();
        if (File.Exists(approved) && File.ReadAllText(approved) == contract)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, contract);
        Assert.Fail($"The wire contract is not the approved one. Compare {received} with {approved}; if the change is meant and "
            + "allowed, move the first over the second.");
    }

    [Fact]
    public void Every_field_has_a_check_for_its_type_and_format()
    {
        foreach (var type in Files().SelectMany(file => file.MessageTypes).SelectMany(WithNested))
        {
            _ = ExchangeHub.Grpc.Wire.MessagePlan.For(type);
        }
    }

    private static string Contract()
    {
        var text = new StringBuilder();
        foreach (var file in Files())
        {
            foreach (var type in file.MessageTypes.SelectMany(WithNested).OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                Append(text, type);
            }

            var nested = file.MessageTypes.SelectMany(WithNested).SelectMany(type => type.EnumTypes);
            foreach (var type in file.EnumTypes.Concat(nested).OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"enum {type.FullName}\n")
                    .AppendJoin("", type.Values.Select(value => $"  {value.Number} {value.Name}\n"));
            }

            foreach (var service in file.Services)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"service {service.FullName}\n");
                _ = text.AppendJoin("", service.Methods.Select(method =>
                    $"  {method.Name} {(method.IsClientStreaming ? "stream " : "")}{method.InputType.FullName}"
                    + $" -> {(method.IsServerStreaming ? "stream " : "")}{method.OutputType.FullName}\n"));
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, MessageDescriptor type)
    {
        _ = text.Append(CultureInfo.InvariantCulture, $"message {type.FullName}\n");
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            var kind = field.FieldType switch
            {
                FieldType.Message => field.MessageType.FullName,
                FieldType.Enum => field.EnumType.FullName,
                var scalar => scalar.ToString().ToLowerInvariant(),
            };
            _ = text.Append(CultureInfo.InvariantCulture,
                $"  {field.FieldNumber} {field.Name} {(field.IsRepeated ? "repeated " : "")}{kind}");
            _ = text.Append(field.RealContainingOneof is { } choice ? " in " + choice.Name : "").Append('\n');
        }
    }

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static IEnumerable<FileDescriptor> Files() =>
        from type in typeof(Record).Assembly.GetExportedTypes()
        where type.Namespace!.StartsWith("ExchangeHub.Protos.", StringComparison.Ordinal)
            && type.Name.EndsWith("Reflection", StringComparison.Ordinal)
        let file = (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!
        orderby file.Name
        select file;

    private static string Approved(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "approved", name));
}
