namespace ExchangeHub.Messaging;

/// <summary>Where a RabbitMQ broker listens, and with which account; read from a connection string.</summary>
internal sealed class BrokerAddress
{
    private BrokerAddress(Uri uri) => Uri = uri;

    /// <summary>The address with the account in it: never to be shown.</summary>
    public Uri Uri { get; }

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="FormatException">It has another shape. It is not quoted, because it may hold a password.</exception>
    public static BrokerAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("amqp" or "amqps")
            || uri.Host.Length == 0
            || uri.Query.Length + uri.Fragment.Length > 0)
        {
            throw new FormatException(
                "The connection string of the broker cannot be read. Write amqp:// or amqps://, user:password@, host:port and "
                + "optionally /virtual-host, for example amqp://hub:secret@127.0.0.1:5672/exchangehub; percent-encode special "
                + "characters of user and password. Leave it out for the in-memory transport.");
        }

        return new BrokerAddress(uri);
    }

    /// <summary>The address without the account.</summary>
    public override string ToString() => $"{Uri.Scheme}://{Uri.Authority}{Uri.AbsolutePath}";
}
