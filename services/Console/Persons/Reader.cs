using ExchangeHub.Access;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Persons;

/// <summary>Who reads the page that is being made, and for what.</summary>
internal sealed class Reader
{
    /// <summary>Gets the reader of a request, whatever scope asks.</summary>
    public static Reader Of(HttpContext? context)
    {
        if (context?.Items[typeof(Reader)] is Reader known)
        {
            return known;
        }

        var reader = new Reader();
        if (context is not null)
        {
            context.Items[typeof(Reader)] = reader;
        }

        return reader;
    }

    /// <summary>Gets or sets who is signed in; null for nobody.</summary>
    public Account? Account { get; set; }

    /// <summary>Gets or sets the number of the case for which is read; empty for none.</summary>
    public string CaseNumber { get; set; } = "";

    /// <summary>Gets a value indicating whether records are shown without a case that is named: the hub shows none for the
    /// purposes of the others.</summary>
    public bool SeesRecords => Account?.Role is Role.Officer or Role.Team;

    /// <summary>Gets for what is read.</summary>
    public Purpose Purpose => Account?.Role switch
    {
        Role.Officer or Role.Team => CaseNumber.Length > 0 ? Purpose.Case : Purpose.Supervision,
        Role.Credit => Purpose.Credit,
        Role.Auditor when CaseNumber.Length > 0 => Purpose.Review,
        _ => Purpose.Audit,
    };

    /// <summary>Puts the purpose into words.</summary>
    public Wording PurposeText => Purpose switch
    {
        Purpose.Case => new Wording($"办案 {CaseNumber}", $"case {CaseNumber}"),
        Purpose.Review => new Wording($"复核 {CaseNumber}", $"review of {CaseNumber}"),
        Purpose.Supervision => new Wording("监督检查", "supervision"),
        Purpose.Credit => new Wording("信用管理", "credit lists"),
        _ => new Wording("审计", "audit"),
    };
}
