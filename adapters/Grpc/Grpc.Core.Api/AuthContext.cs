using System.Text;

namespace Grpc.Core;

/// <summary>What the transport knows about a peer, as named properties.</summary>
public class AuthContext
{
    private readonly Dictionary<string, List<AuthProperty>> _properties;

    /// <summary>Takes what the transport knows.</summary>
    /// <param name="peerIdentityPropertyName">Which property says who the peer is; <c>null</c> if it did not prove that.</param>
    /// <param name="properties">All properties by name; not copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="properties"/> is <c>null</c>.</exception>
    public AuthContext(string? peerIdentityPropertyName, Dictionary<string, List<AuthProperty>> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        PeerIdentityPropertyName = peerIdentityPropertyName;
        _properties = properties;
    }

    /// <summary>Whether the peer proved who it is, for instance by a client certificate.</summary>
    public bool IsPeerAuthenticated => PeerIdentityPropertyName is not null;

    /// <summary>Which property says who the peer is; <c>null</c> if it did not prove that.</summary>
    public string? PeerIdentityPropertyName { get; }

    /// <summary>Who the peer is; several names are possible, none if it did not prove any.</summary>
    public IEnumerable<AuthProperty> PeerIdentity =>
        PeerIdentityPropertyName is null ? [] : FindPropertiesByName(PeerIdentityPropertyName);

    /// <summary>All properties, those of one name together.</summary>
    public IEnumerable<AuthProperty> Properties => _properties.Values.SelectMany(properties => properties);

    /// <summary>Finds the properties of a name.</summary>
    /// <param name="propertyName">The name, case and all.</param>
    /// <returns>The properties in order; none if there is none.</returns>
    public IEnumerable<AuthProperty> FindPropertiesByName(string propertyName) =>
        _properties.TryGetValue(propertyName, out var properties) ? properties : [];
}

/// <summary>One thing that the transport knows about a peer. Immutable.</summary>
public class AuthProperty
{
    private readonly byte[] _value;

    private AuthProperty(string name, byte[] value)
    {
        Name = name;
        _value = value;
    }

    /// <summary>What the property is about, such as <c>x509_common_name</c>.</summary>
    public string Name { get; }

    /// <summary>The value, read as UTF-8.</summary>
    public string Value => Encoding.UTF8.GetString(_value);

    /// <summary>A copy of the value.</summary>
    public byte[] ValueBytes => [.. _value];

    /// <summary>Makes a property.</summary>
    /// <param name="name">What it is about.</param>
    /// <param name="valueBytes">The value; copied.</param>
    /// <returns>The property.</returns>
    /// <exception cref="ArgumentNullException">An argument is <c>null</c>.</exception>
    public static AuthProperty Create(string name, byte[] valueBytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(valueBytes);
        return new AuthProperty(name, [.. valueBytes]);
    }
}
