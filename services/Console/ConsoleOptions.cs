namespace ExchangeHub.Console;

/// <summary>The configuration of the console, section <c>Console</c>.</summary>
internal sealed class ConsoleOptions
{
    /// <summary>Gets or sets the address of the hub that is asked.</summary>
    public string Hub { get; set; } = "";

    /// <summary>Gets or sets the address to serve at; port 0 takes a free one.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:0";

    /// <summary>Gets or sets the folder with the accounts; the file <c>address</c> is written to it once the console
    /// serves.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>Gets or sets the folder with which the console shows itself to a hub at an https address: certificate.pem,
    /// key.pem and root.pem. The console renews it.</summary>
    public string Identity { get; set; } = "";

    /// <summary>Gets or sets the authority whose tokens the hub asks for, such as https://identity.example:7120; empty for a hub
    /// that asks for none.</summary>
    public string TokenIssuer { get; set; } = "";

    /// <summary>Gets or sets the file with the console's own copy of whom the network trusts for the history of the hub (C2SP
    /// tlog-policy: the lines of <c>history</c> in the network file); empty to go by what the hub says.</summary>
    public string HistoryPolicy { get; set; } = "";

    /// <summary>Gets or sets the PEM file of the certificate to serve with, the chain behind it; empty to serve without TLS on
    /// this machine alone.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Gets or sets the PEM file of its private key.</summary>
    public string CertificateKey { get; set; } = "";

    /// <summary>Gets or sets how often a minute somebody at one address may try to sign in; offices share addresses.</summary>
    public int SignInsPerMinute { get; set; } = 30;

    /// <summary>Gets or sets how many records one person exports alone; a larger file is approved by a second person of the same
    /// role and division. A page of the search shows as many.</summary>
    public int ExportAloneMax { get; set; } = 500;

    /// <summary>Gets the addresses of the nodes that sign what officers decide, by division.</summary>
    public Dictionary<string, string> Nodes { get; } = new(StringComparer.Ordinal);
}
