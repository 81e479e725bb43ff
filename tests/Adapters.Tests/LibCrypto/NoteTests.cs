using System.Globalization;
using ExchangeHub.History;
using ExchangeHub.LibCrypto;

namespace ExchangeHub.Adapters.Tests.LibCrypto;

/// <summary>Signed notes, checkpoints, witnesses and proofs against what others have made: C2SP, Go, torchwood.</summary>
public sealed class NoteTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 8, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void The_published_notes_verify_and_the_altered_do_not()
    {
        var vectors = Vectors.Read("signed-note.json");
        foreach (var vector in vectors.GetProperty("cases").EnumerateArray())
        {
            Assert.True(NoteKey.TryParse(vector.GetProperty("vkey").GetString(), out var key));
            Assert.Equal(vector.GetProperty("vkey").GetString(), key.ToString());
            var verifies = SignedNote.TryParse(vector.GetProperty("note").GetString(), out var note)
                && key.Verify(note, Ed25519.Verify) is not null;
            Assert.Equal(vector.GetProperty("valid").GetBoolean(), verifies);
        }
    }

    [Fact]
    public void The_checkpoints_that_Go_signed_verify_and_are_the_bytes_that_this_key_signs()
    {
        var vectors = Vectors.Read("tlog-go-sumdb.json");
        Assert.True(NoteKey.TryParse(vectors.GetProperty("verifier_key").GetString(), out var key));
        var secret = vectors.GetProperty("test_only_signer_key").GetString()!.Split('+', 5)[^1];
        using var signer = Ed25519PrivateKey.FromSeed(Convert.FromBase64String(secret).AsSpan(1));
        var checkpoints = vectors.GetProperty("checkpoints").EnumerateArray().ToList();
        Assert.Equal(18, checkpoints.Count);
        foreach (var vector in checkpoints)
        {
            var text = vector.GetProperty("checkpoint").GetString()!;
            Assert.True(SignedNote.TryParse(text, out var note));
            Assert.NotNull(key.Verify(note, Ed25519.Verify));
            Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
            Assert.Equal(vector.GetProperty("size").GetInt64(), checkpoint.Size);
            Assert.Equal(note.Text, checkpoint.Text);
            Assert.Equal(text, new SignedNote(checkpoint.Text, [key.Sign(checkpoint.Text, Now, signer.Sign)]).ToString());
        }
    }

    [Fact]
    public void A_proof_with_two_cosignatures_holds_under_its_policy_and_after_no_change()
    {
        var vectors = Vectors.Read("tlog-tiles-cosign.json");
        var cosigned = vectors.GetProperty("cosigned");
        var witnesses = cosigned.GetProperty("witness_vkeys").EnumerateArray().Select(key => key.GetString()!).ToList();
        var head = $"log {cosigned.GetProperty("log_vkey").GetString()}\nwitness a {witnesses[0]}\nwitness b {witnesses[1]}\n";
        var text = vectors.GetProperty("tlog_proof").GetString()!;
        Assert.True(LogProof.TryParse(text, out var proof));
        Assert.Equal(text, proof.ToString());

        Assert.True(proof.Includes("event 256"u8));
        Assert.False(proof.Includes("event 257"u8));
        Assert.False((proof with { Index = 257 }).Includes("event 256"u8));
        var verdict = LogPolicy.Parse($"{head}group both all a b\nquorum both\n").Judge(proof.Checkpoint, Ed25519.Verify);
        Assert.True(verdict.IsTrusted);
        Assert.Equal(["a", "b"], verdict.Witnessed.Keys.Order());

        var one = proof.Checkpoint with { Signatures = proof.Checkpoint.Signatures.RemoveAt(2) };
        Assert.False(LogPolicy.Parse($"{head}group both all a b\nquorum both\n").Judge(one, Ed25519.Verify).IsTrusted);
        Assert.True(LogPolicy.Parse($"{head}group some any a b\nquorum some\n").Judge(one, Ed25519.Verify).IsTrusted);
        var silent = proof.Checkpoint with { Signatures = proof.Checkpoint.Signatures.RemoveAt(0) };
        Assert.False(LogPolicy.Parse($"{head}quorum none\n").Judge(silent, Ed25519.Verify).IsTrusted);
        var other = proof.Checkpoint with { Text = proof.Checkpoint.Text.Replace("600", "601", StringComparison.Ordinal) };
        Assert.False(LogPolicy.Parse($"{head}quorum none\n").Judge(other, Ed25519.Verify).IsTrusted);
    }

    [Fact]
    public void A_witness_answers_as_the_reference_does()
    {
        var vectors = Vectors.Read("tlog-witness-add-checkpoint.json");
        var log = new NoteKey(
            vectors.GetProperty("log").GetProperty("origin").GetString()!,
            NoteKeyKind.Note,
            [.. Convert.FromHexString(vectors.GetProperty("log").GetProperty("ed25519PublicKeyHex").GetString()!)]);
        using var pair = Ed25519PrivateKey.FromSeed(new byte[32]);
        var own = new NoteKey("example.com/witness", NoteKeyKind.Cosignature, [.. pair.PublicKey]);
        var witness = new Witness(own, pair.Sign, Ed25519.Verify);
        Checkpoint? latest = null;
        foreach (var vector in vectors.GetProperty("cases").EnumerateArray())
        {
            var request = CosignRequest.Parse(vector.GetProperty("body").GetString()!);
            var expected = vector.TryGetProperty("statusCurrentSpec", out var current) ? current : vector.GetProperty("status");

            var answer = witness.Consider(request, log, latest, Now);

            Assert.Equal(expected.GetInt32(), answer.Status);
            if (vector.TryGetProperty("bodyEquals", out var body))
            {
                Assert.Equal(body.GetString(), answer.Body);
            }

            if (answer.Status == 200)
            {
                Assert.Equal(vector.GetProperty("body").GetString(), request!.ToString());
                Assert.True(NoteSignature.TryParse(answer.Body.TrimEnd('\n'), out var line));
                Assert.Equal(Now, own.Verify(request.Checkpoint with { Signatures = [line] }, Ed25519.Verify));
                latest = answer.Latest;
            }
            else
            {
                Assert.Null(answer.Latest);
            }
        }

        Assert.Equal(5, latest!.Size);
    }

    [Theory]
    [InlineData("old 0\n\n")]
    [InlineData("old 00\n\nlog\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— log AAAAAAA=\n")]
    [InlineData("old -1\n\nlog\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— log AAAAAAA=\n")]
    [InlineData("old 0\nx\n\nlog\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— log AAAAAAA=\n")]
    [InlineData("")]
    public void What_is_no_request_is_none(string body) => Assert.Null(CosignRequest.Parse(body));

    [Theory]
    [InlineData("", "Expected one line 'quorum NAME'; found none.")]
    [InlineData("quorum nobody\n", "Line 1: ")]
    [InlineData("log nonsense\nquorum none\n", "Line 1: Expected the key of a log.")]
    [InlineData("quorum none\nquorum none\n", "Line 2: ")]
    [InlineData("group g 2 a\nquorum none\n", "Line 1: ")]
    public void A_policy_with_a_slip_names_its_line(string text, string message)
    {
        var wrong = Assert.Throws<FormatException>(() => LogPolicy.Parse(text));
        Assert.StartsWith(message, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cosignature_with_another_time_does_not_verify()
    {
        using var pair = Ed25519PrivateKey.FromSeed(new byte[32]);
        var key = new NoteKey("example.cn/w", NoteKeyKind.Cosignature, [.. pair.PublicKey]);
        var line = key.Sign("text\n", Now, pair.Sign);
        Assert.Equal(Now, key.Verify(new SignedNote("text\n", [line]), Ed25519.Verify));
        var later = line with { Signature = line.Signature.SetItem(7, (byte)(line.Signature[7] + 1)) };
        Assert.Null(key.Verify(new SignedNote("text\n", [later]), Ed25519.Verify));
        Assert.Null(key.Verify(new SignedNote("text\n", [line, later]), Ed25519.Verify));
        Assert.Equal($"— example.cn/w {line.Line.Split(' ')[2]}", line.Line);
        Assert.Contains(key.Id.ToString("x8", CultureInfo.InvariantCulture), key.ToString(), StringComparison.Ordinal);
    }
}
