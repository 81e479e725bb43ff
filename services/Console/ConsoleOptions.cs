namespace ExchangeHub.Console;

/// <summary>The configuration of the console, section <c>Console</c>.</summary>
internal sealed class ConsoleOptions
{
    /// <summary>Gets or sets the address of the hub that is asked.</summary>
    public string Hub { get; set; } = "";

    /// <summary>Gets or sets the address to serve at; port 0 takes a free one.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:0";

    /// <summary>Gets or sets the folder to which the file <c>address</c> is written once the console serves; empty for
    /// none.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>Gets or sets the folder with which the console shows itself to a hub at an https address: certificate.pem,
    /// key.pem and root.pem. The console renews it.</summary>
    public string Identity { get; set; } = "";

    /// <summary>Gets or sets the file with the console's own copy of whom the network trusts for the history of the hub (C2SP
    /// tlog-policy: the lines of <c>history</c> in the network file); empty to go by what the hub says.</summary>
    public string HistoryPolicy { get; set; } = "";
}
