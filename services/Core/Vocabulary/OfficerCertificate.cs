using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ExchangeHub.Vocabulary;

/// <summary>The number of the national uniform law-enforcement certificate 行政执法证 of an officer.</summary>
/// <remarks>
/// Shape: 11 ASCII digits: province in national order (01 Beijing … 09 Shanghai, 10 Jiangsu, 11 Zhejiang, 12 Anhui … 31
/// Xinjiang), prefecture, county, five running digits; for example <c>09180012026</c>. Whether the certificate was valid on a
/// day is a fact of the record.
/// </remarks>
public readonly record struct OfficerCertificate
{
    private const int Length = 11;

    private static readonly Wording Shape = new(
        "11 位行政执法证号，例如 09180012026", "a law-enforcement certificate number of 11 digits such as 09180012026");

    private readonly string? _number;

    private OfficerCertificate(string number) => _number = number;

    /// <summary>Gets the province that issued the certificate, such as 310000; null when the first two digits name
    /// none.</summary>
    public Jurisdiction? Province =>
        _number is null ? null : Divisions.ProvinceInNationalOrder(int.Parse(_number.AsSpan(0, 2), CultureInfo.InvariantCulture));

    /// <summary>Reads a certificate number that is known to be good.</summary>
    /// <param name="text">11 ASCII digits.</param>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> has another shape; the message says which.</exception>
    public static OfficerCertificate Parse(string text) =>
        TryParse(text, out var certificate, out var violation) ? certificate : throw new ViolationException(violation);

    /// <summary>Reads a certificate number.</summary>
    /// <param name="text">11 ASCII digits, nothing around them.</param>
    /// <param name="certificate">The number, or <c>default</c>.</param>
    /// <returns>Whether <paramref name="text"/> has the shape; no register is asked.</returns>
    public static bool TryParse(string? text, out OfficerCertificate certificate) => TryParse(text, out certificate, out _);

    /// <summary>Reads a certificate number, and says what is wrong when it cannot.</summary>
    /// <param name="text">11 ASCII digits, nothing around them.</param>
    /// <param name="certificate">The number, or <c>default</c>.</param>
    /// <param name="violation">What is wrong, or null.</param>
    /// <returns>Whether <paramref name="text"/> has the shape; no register is asked.</returns>
    public static bool TryParse(string? text, out OfficerCertificate certificate, [NotNullWhen(false)] out Violation? violation)
    {
        if (text is { Length: Length } && text.All(char.IsAsciiDigit))
        {
            certificate = new OfficerCertificate(text);
            violation = null;
            return true;
        }

        certificate = default;
        violation = Violation.Quoting(Shape, text);
        return false;
    }

    /// <summary>Returns the 11 digits.</summary>
    /// <returns>The number, or the empty string for <c>default</c>.</returns>
    public override string ToString() => _number ?? "";
}
