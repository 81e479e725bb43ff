namespace ExchangeHub.Records;

/// <summary>A way of signing. The registry says which one a key is for; an envelope never does.</summary>
/// <remarks>
/// Whoever could choose the algorithm with the signature could choose the one that he can break. A suite is therefore chosen
/// once, when a key is registered, and a key is good for one suite alone.
/// </remarks>
public interface ISignatureSuite
{
    /// <summary>Its name in network files, such as <c>ES256</c>.</summary>
    string Name { get; }

    /// <summary>Its number in the registry's answers (<c>registry.proto</c>, <c>Key.suite</c>).</summary>
    int Number { get; }

    /// <summary>The length of every signature, in bytes; one of another length is wrong.</summary>
    int SignatureLength { get; }

    /// <summary>What a public key must look like, as the end of a sentence that begins with “Expected”.</summary>
    string PublicKeyShape { get; }

    /// <summary>Reads a public key.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER.</param>
    /// <returns>Verifies signatures by that key; may be called by several threads at once.</returns>
    /// <exception cref="FormatException">It is no key of this suite; the message says what was expected and what was found, and
    /// repeats none of the bytes, because somebody may have taken his private key for it.</exception>
    SignatureCheck ReadPublicKey(ReadOnlySpan<byte> publicKey);

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">Text with a key in PEM, not encrypted.</param>
    /// <returns>The key; null when the text holds no private key of this suite.</returns>
    ISigningKey? ReadPrivateKey(ReadOnlySpan<char> pem);
}

/// <summary>Says whether a signature was made over a message.</summary>
/// <param name="message">The message itself, not its digest.</param>
/// <param name="signature">The signature, of the suite's length.</param>
/// <returns>Whether it is right. Wrong ones do not throw.</returns>
public delegate bool SignatureCheck(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

/// <summary>A private key, and the suite by which it signs. May be used by several threads at once.</summary>
public interface ISigningKey : IDisposable
{
    /// <summary>The suite.</summary>
    ISignatureSuite Suite { get; }

    /// <summary>The public half: SubjectPublicKeyInfo, DER.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Signs a message.</summary>
    /// <param name="message">The message itself, not its digest.</param>
    /// <returns>The signature, of the suite's length.</returns>
    byte[] Sign(ReadOnlySpan<byte> message);
}
