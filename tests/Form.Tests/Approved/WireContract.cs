using System.Collections.Immutable;
using System.Reflection;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Form.Tests;

/// <summary>The wire contract as its descriptors say.</summary>
internal static class WireContract
{
    /// <summary>Lists every field, value and method, a line each.</summary>
    /// <returns>Ordered by name; for messages and enumerations also what is reserved.</returns>
    public static ImmutableArray<string> Lines() =>
    [
        .. Files().SelectMany(file => Messages(file.MessageTypes).SelectMany(Fields)
                .Concat(file.EnumTypes.Concat(Messages(file.MessageTypes).SelectMany(message => message.EnumTypes))
                    .SelectMany(Values))
                .Concat(file.Services.SelectMany(Methods)))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<FileDescriptor> Files() =>
        from type in Assembly.Load("ExchangeHub.Protos").GetExportedTypes()
        where type.Name.EndsWith("Reflection", StringComparison.Ordinal)
        let file = type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as FileDescriptor
        where file is not null && file.Package.StartsWith("exchangehub.", StringComparison.Ordinal)
        select file;

    private static IEnumerable<MessageDescriptor> Messages(IEnumerable<MessageDescriptor> roots) =>
        roots.SelectMany(root => Messages(root.NestedTypes).Prepend(root));

    private static IEnumerable<string> Fields(MessageDescriptor message)
    {
        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            var type = field.FieldType switch
            {
                FieldType.Message or FieldType.Group => field.MessageType.FullName,
                FieldType.Enum => field.EnumType.FullName,
                var scalar => scalar.ToString().ToLowerInvariant(),
            };
            var many = field.IsRepeated ? "repeated " : "";
            var choice = field.RealContainingOneof is { } oneof ? $" in {oneof.Name}" : "";
            yield return $"{message.FullName}.{field.Name} = {field.FieldNumber} : {many}{type}{choice}";
        }

        foreach (var range in message.ToProto().ReservedRange)
        {
            yield return $"{message.FullName} reserves {range.Start} to {range.End - 1}";
        }
    }

    private static IEnumerable<string> Values(EnumDescriptor type) =>
        type.Values.Select(value => $"{type.FullName}.{value.Name} = {value.Number}")
            .Concat(type.ToProto().ReservedRange.Select(range => $"{type.FullName} reserves {range.Start} to {range.End}"));

    private static IEnumerable<string> Methods(ServiceDescriptor service) =>
        from method in service.Methods
        let asks = method.IsClientStreaming ? "stream " : ""
        let answers = method.IsServerStreaming ? "stream " : ""
        select $"{service.FullName}/{method.Name}({asks}{method.InputType.FullName}) returns "
            + $"({answers}{method.OutputType.FullName})";
}
