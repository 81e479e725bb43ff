using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.EventLog;
using ExchangeHub.History;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.History;

/// <summary>Whatever is in a state tree is proved, whatever is not is proved absent, and nothing else is.</summary>
public sealed class StateProofTests
{
    private static readonly ImmutableArray<byte> Blinding =
        [.. Enumerable.Range(1, StateRoot.BlindingBytes).Select(number => (byte)number)];

    [Fact]
    public void The_tree_has_the_root_of_RFC_6962_at_every_size()
    {
        foreach (var size in Enumerable.Range(0, 70).Append(257).Append(1_000))
        {
            var (tree, _, _) = Make(size, seed: size);
            var growing = new GrowingTree();
            var before = default(Digest);
            for (var index = 0; index < size; index++)
            {
                var proved = ProofAt(tree, size, index);
                Assert.True(before.CompareTo(proved.Leaf.Key) < 0, "The keys are in order, each once.");
                Assert.True(MerkleProof.Includes(index, size, proved.Leaf.Hash, proved.Path.AsSpan(), tree.Root));
                before = proved.Leaf.Key;
                growing.Add(proved.Leaf.Hash);
            }

            Assert.Equal(growing.Root(), tree.Root);
        }
    }

    [Fact]
    public void The_same_rows_give_the_same_root_in_whichever_order_they_come()
    {
        var (tree, root, rows) = Make(100, seed: 7);
        var again = StateTree.Of(rows.Reverse().GroupBy(row => row.Subject, StringComparer.Ordinal)
            .Select(of => StateEntry.Of(root, of.Reverse()).LeafOf(root.KeyOf(of.Key))));
        Assert.Equal(tree.Root, again.Root);
        Assert.True(StateRoot.TryParse(root.ToBytes(), out var read));
        Assert.Equal(root, read);
    }

    [Fact]
    public void Every_subject_is_proved_present_or_absent_and_survives_being_written()
    {
        foreach (var size in (int[])[0, 1, 2, 3, 4, 5, 8, 17, 64, 100])
        {
            var (tree, root, rows) = Make(size, seed: size);
            foreach (var number in Enumerable.Range(0, 2 * size + 20))
            {
                var proof = Prove(tree, root, rows, Subject(number));
                Assert.Equal(rows.Any(row => row.Subject == proof.Subject), proof.Entry is not null);
                Assert.Equal(StateFault.None, proof.Judge(Leaf(proof), out _));
                Assert.True(StateProof.TryParse(proof.ToString(), out var read));
                Assert.Equal(proof.ToString(), read.ToString());
                Assert.Equal(StateFault.None, read.Judge(Leaf(read), out var same));
                Assert.Equal(root, same);
            }
        }
    }

    [Fact]
    public void No_present_subject_can_be_shown_as_absent()
    {
        var (tree, root, rows) = Make(40, seed: 3);
        foreach (var subject in rows.Select(row => row.Subject).Distinct(StringComparer.Ordinal))
        {
            var genuine = Prove(tree, root, rows, subject);
            var index = (int)genuine.Leaves[0].Index;
            var around = Enumerable.Range(0, tree.Count).Select(at => ProofAt(tree, tree.Count, at)).ToArray();
            foreach (var left in around)
            {
                Assert.NotEqual(StateFault.None, Judge(genuine with { Entry = null, Leaves = [left] }));
                foreach (var right in around)
                {
                    Assert.NotEqual(StateFault.None, Judge(genuine with { Entry = null, Leaves = [left, right] }));
                }
            }

            Assert.NotEqual(StateFault.None, Judge(genuine with { Entry = null, Leaves = [] }));
            Assert.InRange(index, 0, tree.Count - 1);
        }
    }

    [Fact]
    public void What_was_tampered_with_is_named_for_what_it_is()
    {
        var (tree, root, rows) = Make(40, seed: 5);
        var (present, absent) = (rows[3].Subject, Enumerable.Range(0, 500).Select(Subject).First(subject =>
            rows.All(row => row.Subject != subject) && tree.Prove(root.KeyOf(subject)).Length == 2));
        var held = Prove(tree, root, rows, present);
        var none = Prove(tree, root, rows, absent);
        var (line, right) = (held.Entry!.Lines[0], (int)none.Leaves[1].Index);

        Assert.Equal(StateFault.EntryAltered, Judge(held with { Entry = held.Entry with { Lines = [] } }));
        Assert.Equal(
            StateFault.EntryAltered,
            Judge(held with { Entry = held.Entry with { Lines = [line with { Statement = line.Statement + 1 }] } }));
        Assert.Equal(StateFault.EntryAltered, Judge(held with { Entry = held.Entry with { Kind = RecordKind.Permit } }));
        Assert.Equal(StateFault.OtherSubject, Judge(held with { Subject = absent }));
        Assert.Equal(StateFault.NotProved, Judge(held with { Leaves = none.Leaves }));
        Assert.Equal(StateFault.OtherDossier, Judge(held with { Dossiers = [Dossier(999)] }));
        Assert.Equal(
            StateFault.LeafAltered, Judge(held with { Leaves = [held.Leaves[0] with { Index = held.Leaves[0].Index ^ 1 }] }));

        Assert.Equal(
            StateFault.LeafAltered, Judge(none with { Leaves = [none.Leaves[0], held.Leaves[0] with { Index = right }] }));
        Assert.Equal(StateFault.NotAdjacent, Judge(none with { Leaves = [none.Leaves[0], ProofAt(tree, 40, (right + 1) % 40)] }));
        Assert.Equal(StateFault.NotAdjacent, Judge(none with { Leaves = [none.Leaves[1], none.Leaves[0]] }));
        Assert.Equal(StateFault.NotAdjacent, Judge(none with { Leaves = [none.Leaves[0]] }));
        Assert.Equal(StateFault.NotBetween, Judge(none with { Subject = present }));
        Assert.Equal(StateFault.NotProved, Judge(none with { Leaves = [] }));
        Assert.Equal(StateFault.NotProved, Judge(none with { Leaves = [.. none.Leaves, held.Leaves[0]] }));

        var other = root with { UpTo = root.UpTo - 1 };
        Assert.Equal(StateFault.OtherRoot, held.Judge(Leaf(held) with { Content = Content(other).Digest }, out _));
        Assert.Equal(StateFault.NoRoot, Judge(held with { Root = Content(root) with { Stream = "state-root-permit" } }));
        Assert.Equal(StateFault.NoRoot, Judge(held with { Root = Content(root with { UpTo = 2_000 }) }));
    }

    [Fact]
    public void The_bytes_of_an_event_have_the_digest_of_its_leaf()
    {
        var logged = new LoggedEvent(
            17, "dossier-permit/某/1", 3, Guid.Parse("0198c7a0-0000-7000-8000-000000000001"), "statement-filed.v1",
            new byte[] { 10, 0, 255, 10 }, DateTimeOffset.UnixEpoch, null);
        var content = EventContent.Of(logged);

        Assert.Equal(LogLeaf.ContentOf(logged), content.Digest);
        Assert.True(EventContent.TryParse(content.ToBytes(), out var read));
        Assert.Equal(content.ToBytes(), read.ToBytes());
        Assert.Equal((logged.Stream, 3L, logged.Id, logged.Type), (read.Stream, read.Revision, read.Id, read.Type));
    }

    private static StateFault Judge(StateProof proof) => proof.Judge(Leaf(proof), out _);

    // Every second subject has one to three dossiers; which ones, chance says.
    private static (StateTree Tree, StateRoot Root, ImmutableArray<StateRow> Rows) Make(int size, int seed)
    {
        var chance = new Random(seed);
        var rows = ImmutableArray.CreateBuilder<StateRow>();
        for (var number = 0; number < size; number++)
        {
            for (var dossier = 0; dossier <= number % 3; dossier++)
            {
                rows.Add(new StateRow(
                    Subject((2 * number) + chance.Next(2)), Dossier((3 * number) + dossier), chance.Next(1, 1_000),
                    [.. Enumerable.Range(0, chance.Next(4)).Select(_ => (long)chance.Next(1, 1_000)).Distinct().Order()]));
            }
        }

        // The choice is made once for a subject, not for each dossier of it.
        var of = rows.GroupBy(row => Number(row.Dossier) / 3)
            .SelectMany(one => one.Select(row => row with { Subject = one.First().Subject })).ToImmutableArray();
        var draft = new StateRoot(RecordKind.Blacklist, 1_000, 0, MerkleTree.EmptyRoot, Blinding);
        var tree = StateTree.Of(of.GroupBy(row => row.Subject, StringComparer.Ordinal)
            .Select(one => StateEntry.Of(draft, one).LeafOf(draft.KeyOf(one.Key))));
        return (tree, draft with { Count = tree.Count, Root = tree.Root }, of);
    }

    private static StateProof Prove(StateTree tree, StateRoot root, ImmutableArray<StateRow> rows, string subject)
    {
        var own = rows.Where(row => row.Subject == subject).ToList();
        var note = new SignedNote(new Checkpoint("log", 2_000, MerkleTree.EmptyRoot).Text, [new NoteSignature("log", 1, [1])]);
        return new StateProof(
            new LogProof(1_500, [], note), Content(root), subject, own.Count > 0 ? StateEntry.Of(root, own) : null,
            tree.Prove(root.KeyOf(subject)))
        {
            Dossiers = [.. own.Select(row => row.Dossier)],
        };
    }

    private static ProvedLeaf ProofAt(StateTree tree, int size, int index)
    {
        // Keys are digests, evenly spread: between the smallest and the largest every leaf is the answer to some key.
        var (low, high) = (new byte[32], Enumerable.Repeat((byte)255, 32).ToArray());
        while (true)
        {
            var middle = Half(low, high);
            var found = tree.Prove(Digest.FromBytes(middle));
            if (found.FirstOrDefault(leaf => leaf.Index == index) is { } proved)
            {
                return proved;
            }

            Assert.InRange(found[0].Index, 0, size - 1);
            (low, high) = found[0].Index < index ? (middle, high) : (low, middle);
        }
    }

    private static byte[] Half(byte[] low, byte[] high)
    {
        var sum = new System.Numerics.BigInteger(low, isUnsigned: true, isBigEndian: true)
            + new System.Numerics.BigInteger(high, isUnsigned: true, isBigEndian: true);
        var half = (sum / 2).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - half.Length], .. half];
    }

    private static LogLeaf Leaf(StateProof proof) => new(1_501, StateRoot.EventType, null, 0, proof.Root.Digest);

    private static EventContent Content(StateRoot root) => new(
        StateRoot.StreamOf(root.Kind), 1, Guid.Parse("0198c7a0-0000-7000-8000-000000000002"), StateRoot.EventType,
        root.ToBytes());

    private static string Subject(int number) => string.Create(CultureInfo.InvariantCulture, $"91310118MAHUB{number:D5}");

    private static int Number(DossierId dossier) => int.Parse(dossier.BusinessKey[2], CultureInfo.InvariantCulture);

    private static DossierId Dossier(int number) => DossierId.TryParse(
        string.Create(CultureInfo.InvariantCulture, $"blacklist/ENV-YRD/MAHUB/{number}"), out var dossier)
            ? dossier : throw new InvalidOperationException();
}
