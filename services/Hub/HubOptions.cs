using ExchangeHub.Hub.Transfers;

namespace ExchangeHub.Hub;

/// <summary>The configuration of the hub, section <c>Hub</c>.</summary>
internal sealed class HubOptions
{
    /// <summary>Gets or sets the folder of the embedded PostgreSQL and of the file <c>address</c>; made when it is
    /// missing.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>Gets or sets the JSON file with parties, nodes, keys and agreement.</summary>
    public string Network { get; set; } = "";

    /// <summary>Gets or sets the address to serve at; port 0 takes a free one and writes it to <c>DataFolder/address</c>.
    /// With <c>https</c> any address of this machine, with <c>http</c> a loopback one.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:0";

    /// <summary>Gets or sets the connection string of a PostgreSQL server; empty for an embedded one.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Gets or sets the address at which tiles and checkpoints of the log are served to anybody, plain HTTP; empty for
    /// nowhere but <see cref="Listen"/>. Port 0 takes a free one and writes it to <c>DataFolder/history-address</c>.</summary>
    public string History { get; set; } = "";

    /// <summary>Gets or sets the file of the Ed25519 key that signs checkpoints, PKCS#8 PEM; empty for
    /// <c>DataFolder/history/log.pem</c>, which is made when it is missing.</summary>
    public string LogKey { get; set; } = "";

    /// <summary>Gets or sets the file of the key that signs receipts, PEM; empty for
    /// <c>DataFolder/history/receipts.pem</c>, which is made when it is missing.</summary>
    public string ReceiptKey { get; set; } = "";

    /// <summary>Gets or sets how many minutes lie between two state roots of a kind at least; more than 0.</summary>
    public double StateRootMinutes { get; set; } = 10;

    /// <summary>Gets or sets the address of an RFC 3161 authority that stamps checkpoints, https, or http of this machine;
    /// empty for none.</summary>
    public string TimestampAuthority { get; set; } = "";

    /// <summary>Gets or sets how many minutes lie between two stamps.</summary>
    public double TimestampMinutes { get; set; } = 10;

    /// <summary>Gets or sets the address of a RabbitMQ broker for notices; empty for notices within the process.</summary>
    public string Broker { get; set; } = "";

    /// <summary>Gets or sets the folder with the certificate that an https address shows: <c>certificate.pem</c>,
    /// <c>key.pem</c>, <c>root.pem</c>. Replaced files are taken up without a restart.</summary>
    public string Identity { get; set; } = "";

    /// <summary>Gets or sets the https address at which members enrol, without a client certificate; empty for none.</summary>
    public string Enrol { get; set; } = "";

    /// <summary>Gets or sets the folder of the issuing authority; empty in a process that approves no keys.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Gets or sets whose tokens calls must bring; empty when they need none.</summary>
    public string TokenIssuer { get; set; } = "";

    /// <summary>Gets or sets the name of this hub in tokens.</summary>
    public string TokenAudience { get; set; } = "";

    /// <summary>Gets or sets where the issuer says what it does; empty for the place of RFC 8414.</summary>
    public string TokenMetadata { get; set; } = "";

    /// <summary>Gets or sets the PEM file of the roots of the issuer's server certificate; empty for those of the
    /// machine.</summary>
    public string TokenAuthorities { get; set; } = "";

    /// <summary>Gets or sets how files of evidence are taken.</summary>
    public EvidenceOptions Evidence { get; set; } = new();

    /// <summary>Gets or sets within how many hours subscribers to lists are to acknowledge withdrawals; after that they are
    /// chased.</summary>
    public double AcknowledgeWithinHours { get; set; } = 24;

    /// <summary>Gets or sets how many records a member may be shown for one purpose within an hour, by each process of the
    /// hub; what a subscription delivers does not count.</summary>
    public int RecordsPerHour { get; set; } = 20_000;

    /// <summary>Gets or sets a loopback address at which REST is served over HTTP/1.1 by a hub without TLS; empty for none. Port
    /// 0 takes a free one and writes it to <c>DataFolder/rest-address</c>. With TLS the address of the members serves
    /// it.</summary>
    public string Rest { get; set; } = "";

    /// <summary>Gets or sets how many requests of REST a caller may make within a minute.</summary>
    public int RestPerMinute { get; set; } = 600;
}
