using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>What an assembly offers to others and what it takes from others, read from its file without loading it.</summary>
internal static class AssemblyMembers
{
    /// <summary>Every type and member that another assembly can see, on a line each, in order.</summary>
    internal static IReadOnlyList<string> OfferedBy(string file) => Read(file, reader =>
        reader.TypeDefinitions.Where(handle => IsVisible(reader, handle)).SelectMany(handle => Lines(reader, handle))
            .Order(StringComparer.Ordinal).ToList());

    /// <summary>The same without modifiers, as <see cref="ImportedBy"/> writes them.</summary>
    internal static HashSet<string> NamesOfferedBy(string file) => OfferedBy(file).Select(line => line.Split(" | ")[0])
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Every type and member that an assembly takes from another one.</summary>
    internal static HashSet<string> ImportedBy(string file, string from) => Read(file, reader =>
    {
        var types = reader.TypeReferences.Where(handle => Home(reader, handle) == from)
            .Select(handle => SignatureText.NameOf(reader, handle)).ToHashSet(StringComparer.Ordinal);
        var members = reader.MemberReferences.Select(reader.GetMemberReference)
            .Select(member => (Type: SignatureText.NameOf(reader, member.Parent).Split('<')[0], Member: member))
            .Where(import => types.Contains(import.Type) && IsFrom(reader, import.Member.Parent, from))
            .Select(import => $"{import.Type}::{reader.GetString(import.Member.Name)}{Signature(import.Member)}");
        return types.Concat(members).ToHashSet(StringComparer.Ordinal);
    });

    private static string Signature(MemberReference member) => member.GetKind() == MemberReferenceKind.Method
        ? SignatureText.Method(member.DecodeMethodSignature(SignatureText.Instance, null))
        : $" : {member.DecodeFieldSignature(SignatureText.Instance, null)}";

    private static T Read<T>(string file, Func<MetadataReader, T> read)
    {
        using var assembly = new PEReader(File.OpenRead(file));
        return read(assembly.GetMetadataReader());
    }

    // The two assemblies have a type of the same name, so the name does not say which of them is meant; no generic one is twice.
    private static bool IsFrom(MetadataReader reader, EntityHandle type, string assembly) =>
        type.Kind != HandleKind.TypeReference || Home(reader, (TypeReferenceHandle)type) == assembly;

    private static string? Home(MetadataReader reader, TypeReferenceHandle handle) =>
        reader.GetTypeReference(handle).ResolutionScope is var scope && scope.Kind == HandleKind.TypeReference
            ? Home(reader, (TypeReferenceHandle)scope)
            : scope.Kind == HandleKind.AssemblyReference
                ? reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)
                : null;

    private static bool IsVisible(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
                IsVisible(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    private static IEnumerable<string> Lines(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var name = SignatureText.NameOf(reader, handle);
        var type = reader.GetTypeDefinition(handle);
        yield return $"{name} | {Describe(reader, type)}";
        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            if (Access((int)method.Attributes) is { } access)
            {
                var signature = SignatureText.Method(method.DecodeSignature(SignatureText.Instance, null));
                yield return $"{name}::{reader.GetString(method.Name)}{signature} | {access}{Modifiers(method.Attributes)}";
            }
        }

        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            if (Access((int)field.Attributes) is { } access)
            {
                var signature = field.DecodeSignature(SignatureText.Instance, null);
                yield return $"{name}::{reader.GetString(field.Name)} : {signature} | {access}{Constant(reader, field)}";
            }
        }
    }

    private static string Describe(MetadataReader reader, TypeDefinition type)
    {
        var kind = (type.Attributes & TypeAttributes.Interface) != 0 ? "interface" : "class";
        var modifiers = (type.Attributes & TypeAttributes.Sealed) != 0 ? "sealed " : "";
        modifiers += (type.Attributes & TypeAttributes.Abstract) != 0 && kind == "class" ? "abstract " : "";
        var parents = type.GetInterfaceImplementations()
            .Select(implementation => SignatureText.NameOf(reader, reader.GetInterfaceImplementation(implementation).Interface))
            .Order(StringComparer.Ordinal).Prepend(type.BaseType.IsNil ? "" : SignatureText.NameOf(reader, type.BaseType));
        return $"{modifiers}{kind} : {string.Join(", ", parents.Where(parent => parent.Length > 0))}".TrimEnd(' ', ':');
    }

    // Fields and methods share the numbers of the accessibilities.
    private static string? Access(int attributes) => ((MethodAttributes)attributes & MethodAttributes.MemberAccessMask) switch
    {
        MethodAttributes.Public => "public",
        MethodAttributes.Family or MethodAttributes.FamORAssem => "protected",
        _ => null,
    };

    private static string Modifiers(MethodAttributes attributes) =>
        (attributes & MethodAttributes.Static) != 0 ? " static"
        : (attributes & MethodAttributes.Virtual) == 0 || (attributes & MethodAttributes.Final) != 0 ? ""
        : (attributes & MethodAttributes.Abstract) != 0 ? " abstract"
        : (attributes & MethodAttributes.NewSlot) != 0 ? " virtual"
        : " override";

    private static string Constant(MetadataReader reader, FieldDefinition field)
    {
        if (field.GetDefaultValue().IsNil)
        {
            return (field.Attributes & FieldAttributes.Static) != 0 ? " static" : "";
        }

        var constant = reader.GetConstant(field.GetDefaultValue());
        return $" = {reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode)}";
    }
}
