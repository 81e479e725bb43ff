using Google.Protobuf.Reflection;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Values of enumerations as people write them.</summary>
public static class EnumWords
{
    /// <summary>Gets the word of a value of an enumeration: <c>recognisedWithFlag</c>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its name without that of the enumeration, in lower camel case.</returns>
    public static string Of(EnumValueDescriptor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var prefix = string.Concat(value.EnumDescriptor.Name.Select((letter, at) =>
            at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}")).ToUpperInvariant() + "_";
        var name = value.Name.StartsWith(prefix, StringComparison.Ordinal) ? value.Name[prefix.Length..] : value.Name;
        var words = name.Split('_');
        return words[0].ToLowerInvariant()
            + string.Concat(words.Skip(1).Select(word => word[..1] + word[1..].ToLowerInvariant()));
    }
}
