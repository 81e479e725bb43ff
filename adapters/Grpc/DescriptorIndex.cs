using Google.Protobuf.Reflection;

namespace ExchangeHub.Grpc;

/// <summary>
/// Which .proto file declares what, for the mapped services, their messages and all that these import. Read-only once made.
/// </summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = new(StringComparer.Ordinal);

    internal DescriptorIndex(IEnumerable<ServiceDescriptor> services)
    {
        var mapped = services.OrderBy(service => service.FullName, StringComparer.Ordinal).ToList();
        Services = [.. mapped.Select(service => service.FullName)];
        foreach (var service in mapped)
        {
            Add(service.File);
        }
    }

    /// <summary>The names of the services, with their packages, in order.</summary>
    internal IReadOnlyList<string> Services { get; }

    internal FileDescriptor? FileNamed(string name) => _files.GetValueOrDefault(name);

    internal FileDescriptor? FileOfSymbol(string name) => _symbols.GetValueOrDefault(name);

    internal FileDescriptor? FileOfExtension(string message, int number) =>
        _extensions.GetValueOrDefault(message)?.GetValueOrDefault(number);

    /// <summary>The extension numbers of a message, ascending; <c>null</c> if there is no such message.</summary>
    internal IEnumerable<int>? ExtensionNumbers(string message) =>
        _extensions.GetValueOrDefault(message)?.Keys ?? (_symbols.ContainsKey(message) ? Enumerable.Empty<int>() : null);

    /// <summary>A file and all that it imports, imports first, each once: what a tool needs to understand the file.</summary>
    internal static IReadOnlyList<FileDescriptor> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var files = new List<FileDescriptor>();
        void Visit(FileDescriptor next)
        {
            if (seen.Add(next.Name))
            {
                foreach (var import in next.Dependencies)
                {
                    Visit(import);
                }

                files.Add(next);
            }
        }

        Visit(file);
        return files;
    }

    private void Add(FileDescriptor root)
    {
        foreach (var file in WithImports(root).Where(file => _files.TryAdd(file.Name, file)))
        {
            foreach (var service in file.Services)
            {
                _symbols[service.FullName] = file;
                Add(file, service.Methods);
            }

            foreach (var message in file.MessageTypes)
            {
                Add(file, message);
            }

            Add(file, file.EnumTypes);
            Add(file, file.Extensions);
        }
    }

    private void Add(FileDescriptor file, MessageDescriptor message)
    {
        _symbols[message.FullName] = file;
        Add(file, message.Fields.InDeclarationOrder());
        Add(file, message.Oneofs);
        Add(file, message.EnumTypes);
        Add(file, message.Extensions);
        foreach (var nested in message.NestedTypes)
        {
            Add(file, nested);
        }
    }

    private void Add(FileDescriptor file, IEnumerable<IDescriptor> symbols)
    {
        foreach (var symbol in symbols)
        {
            _symbols[symbol.FullName] = file;
        }
    }

    private void Add(FileDescriptor file, IEnumerable<EnumDescriptor> enumerations)
    {
        foreach (var enumeration in enumerations)
        {
            _symbols[enumeration.FullName] = file;

            // The language puts an enumeration's values beside it, not into it.
            var scope = enumeration.FullName[..^enumeration.Name.Length];
            foreach (var value in enumeration.Values)
            {
                _symbols[scope + value.Name] = file;
            }
        }
    }

    private void Add(FileDescriptor file, ExtensionCollection extensions)
    {
        foreach (var extension in extensions.UnorderedExtensions)
        {
            _symbols[extension.FullName] = file;
            var extended = extension.ExtendeeType.FullName;
            if (!_extensions.TryGetValue(extended, out var numbers))
            {
                _extensions[extended] = numbers = [];
            }

            numbers[extension.FieldNumber] = file;
        }
    }
}
