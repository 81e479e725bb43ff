using System.Globalization;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Version of the schema of records: three numbers, compared as such.</summary>
/// <param name="Major">Another major version cannot be read.</param>
/// <param name="Minor">A larger minor version may hold fields that are not known here.</param>
/// <param name="Patch">Says nothing about fields.</param>
internal readonly record struct SchemaVersion(int Major, int Minor, int Patch)
{
    /// <summary>Gets the version that this assembly reads completely and writes.</summary>
    public static SchemaVersion Current { get; } = new(1, 0, 0);

    /// <summary>Gets a value indicating whether records of this version may hold fields that are not known here.</summary>
    public bool IsLaterMinor => Major == Current.Major && Minor > Current.Minor;

    /// <summary>Reads a version.</summary>
    /// <param name="text">Three numbers joined by points; an empty text is no version.</param>
    /// <param name="version">The version.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out SchemaVersion version)
    {
        version = default;
        if (text.Length > 30 || text.Split('.') is not [var major, var minor, var patch]
            || !TryNumber(major, out var first) || !TryNumber(minor, out var second) || !TryNumber(patch, out var third))
        {
            return false;
        }

        version = new SchemaVersion(first, second, third);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}.{Patch}";

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
