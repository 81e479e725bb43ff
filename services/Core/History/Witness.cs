using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.History;

/// <summary>What a log asks of a witness: to sign a checkpoint that extends the last one it signed.</summary>
/// <param name="OldSize">The size of the checkpoint that the log takes for the last one; 0 for none.</param>
/// <param name="Proof">That the new tree extends it; empty when there was none.</param>
/// <param name="Checkpoint">The new checkpoint, signed by the log.</param>
/// <remarks>Source: C2SP tlog-witness. Vectors: <c>tlog-witness-add-checkpoint.json</c>.</remarks>
public sealed record CosignRequest(long OldSize, ImmutableArray<Digest> Proof, SignedNote Checkpoint)
{
    private const int ProofMax = 63;

    /// <summary>Returns the body of the request.</summary>
    /// <returns>The old size, the proof, an empty line and the checkpoint.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"old {OldSize}\n")
        + string.Concat(Proof.Select(hash => NoteText.Write(hash) + "\n")) + "\n" + Checkpoint;

    /// <summary>Reads the body of a request.</summary>
    /// <param name="body">The body.</param>
    /// <returns>The request, or null when it has another form.</returns>
    public static CosignRequest? Parse(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var end = body.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !SignedNote.TryParse(body[(end + 2)..], out var checkpoint))
        {
            return null;
        }

        var lines = body[..end].Split('\n');
        var proof = ImmutableArray.CreateBuilder<Digest>(lines.Length - 1);
        foreach (var line in lines[1..])
        {
            if (!NoteText.TryReadHash(line, out var hash))
            {
                return null;
            }

            proof.Add(hash);
        }

        return proof.Count <= ProofMax && lines[0].StartsWith("old ", StringComparison.Ordinal)
            && NoteText.TryReadNumber(lines[0].AsSpan(4), out var oldSize)
                ? new CosignRequest(oldSize, proof.ToImmutable(), checkpoint)
                : null;
    }
}

/// <summary>What a witness answers.</summary>
/// <param name="Status">200 signed; 400 no such request; 403 not signed by the log; 404 a log it does not know; 409 not the last
/// checkpoint it signed; 422 the new tree does not extend the old one.</param>
/// <param name="Body">The cosignature line, or for 409 the size of the last checkpoint, or a sentence.</param>
/// <param name="Latest">The checkpoint to keep from now on, before the answer goes out; null when nothing changes.</param>
public sealed record CosignAnswer(int Status, string Body, Checkpoint? Latest = null);

/// <summary>
/// Decides whether a witness signs. A witness signs one history only: of two trees of which neither extends the other it never
/// signs both, so that a log that shows different histories, or goes back, is found out.
/// </summary>
/// <param name="key">The witness's key, of the kind <see cref="NoteKeyKind.Cosignature"/>.</param>
/// <param name="sign">Signs with its private half.</param>
/// <param name="verify">Verifies Ed25519.</param>
public sealed class Witness(NoteKey key, SignEd25519 sign, VerifyEd25519 verify)
{
    /// <summary>Decides about a request. The caller keeps what to remember, in one step with reading it.</summary>
    /// <param name="request">The request; null for one that could not be read.</param>
    /// <param name="log">The log's key, or null when the witness does not know a log of that name.</param>
    /// <param name="latest">The last checkpoint that it signed, or null.</param>
    /// <param name="now">The time that the cosignature bears.</param>
    /// <returns>The answer.</returns>
    public CosignAnswer Consider(CosignRequest? request, NoteKey? log, Checkpoint? latest, DateTimeOffset now)
    {
        if (request is null || !Checkpoint.TryParse(request.Checkpoint.Text, out var checkpoint)
            || request.OldSize > checkpoint.Size)
        {
            return new CosignAnswer(400, "not a request to sign a checkpoint\n");
        }

        if (log is null || log.Name != checkpoint.Origin)
        {
            return new CosignAnswer(404, "unknown log\n");
        }

        if (log.Verify(request.Checkpoint, verify) is null)
        {
            return new CosignAnswer(403, "invalid signature\n");
        }

        if (request.OldSize != (latest?.Size ?? 0))
        {
            return new CosignAnswer(409, string.Create(CultureInfo.InvariantCulture, $"{latest?.Size ?? 0}\n"));
        }

        var extends = latest is null || latest.Size == 0
            ? request.Proof.IsEmpty
            : MerkleProof.Extends(latest.Size, checkpoint.Size, latest.Root, checkpoint.Root, request.Proof.AsSpan());
        return extends
            ? new CosignAnswer(200, key.Sign(request.Checkpoint.Text, now, sign).Line, checkpoint)
            : new CosignAnswer(422, "the consistency proof does not verify\n");
    }
}
