using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.History;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Verification;

/// <summary>Reckons state roots again from the statements and decisions of an exported history: a hub that left something out
/// of a root has signed that it did.</summary>
internal sealed class StateRecount
{
    private static readonly StatementReader Reader = new();

    private readonly Dictionary<long, Digest> _roots = [];
    private readonly List<(long Position, DossierId Dossier, string Receivers)> _said = [];
    private readonly Dictionary<(string Subject, DossierId Dossier), long> _subjects = [];
    private readonly Dictionary<RecordKind, List<long>> _unread =
        StateRoot.Kinds.ToDictionary(kind => kind, _ => new List<long>());

    /// <summary>Takes a leaf, in the order of the log.</summary>
    public void Take(LogLeaf leaf)
    {
        if (leaf.Type == StateRoot.EventType)
        {
            _roots[leaf.Position] = leaf.Content;
        }
        else if (leaf.Type == DecidedContent.EventType)
        {
            // Of which kind its record is, only its content says.
            foreach (var unread in _unread.Values)
            {
                unread.Add(leaf.Position);
            }
        }
        else if (leaf.Statement is { Record: var record } && RecordKinds.TryParse(record.KindCode, out var kind)
            && _unread.TryGetValue(kind, out var unread))
        {
            unread.Add(leaf.Position);
        }
    }

    /// <summary>Takes the statement of the leaf that was taken last.</summary>
    public void Take(LogLeaf leaf, ReadOnlyMemory<byte> payload)
    {
        if (Reader.Read(payload).Statement is not { } statement || !StateRoot.Kinds.Contains(statement.Dossier.Kind))
        {
            return;
        }

        Note(leaf.Position, statement.Dossier, "");
        if (statement.Body is StatementBody.RecordVersion version)
        {
            foreach (var subject in version.Subjects)
            {
                _ = _subjects.TryAdd((subject, statement.Dossier), leaf.Position);
            }
        }
    }

    /// <summary>Takes the decision of the leaf that was taken last.</summary>
    public void Take(LogLeaf leaf, DecidedContent decided) => Note(leaf.Position, decided.Dossier, decided.Key);

    /// <summary>Reckons a root again.</summary>
    public Verdict Check(string text, RecordKind kind)
    {
        var name = Words.Kind(kind.Code());
        if (!StateProof.TryParse(text, out var proof) || StateRoot.Of(proof.Root) is not { } root || root.Kind != kind
            || !_roots.TryGetValue(proof.Log.Index + 1, out var held) || held != proof.Root.Digest)
        {
            return Verdict.Wrong(
                $"{name.Chinese}的状态根不是历史中的那一个：已被改动或者替换。",
                $"The state root of {name.English} is not the one in the history: it was altered.");
        }

        var at = proof.Log.Index + 1;
        if (_unread[kind].Count(position => position <= root.UpTo) is > 0 and var missing)
        {
            return Verdict.Sound(
                $"{name.Chinese}的状态根在历史的位置 {at}；有 {missing} 项内容未随历史导出，不能重新计算。",
                $"The state root of {name.English} stands at position {at} of the history; it cannot be reckoned "
                    + $"again, because {missing} statements or decisions were not copied.");
        }

        var tree = Reckon(root);
        return tree.Root == root.Root && tree.Count == root.Count
            ? Verdict.Sound(
                $"{name.Chinese}的状态根（位置 {at}，{root.Count} 个主体）与历史一致。",
                $"The state root of {name.English} at position {at} over {root.Count} subjects is what the history "
                    + "says.")
            : Verdict.Wrong(
                $"{name.Chinese}的状态根（位置 {at}）与历史不符：历史截至位置 {root.UpTo} 有 {tree.Count} 个主体，"
                    + $"状态根为 {root.Count} 个。枢纽隐去或者改动了内容，请通知各方。",
                $"The state root of {name.English} at position {at} is not what the history says: up to position {root.UpTo} "
                    + $"that has {tree.Count} subjects, the root {root.Count}. The hub left something out or altered it: "
                    + "tell all parties.");
    }

    private void Note(long position, DossierId dossier, string receivers)
    {
        foreach (var unread in _unread.Values.Where(unread => unread is [.., var last] && last == position))
        {
            unread.RemoveAt(unread.Count - 1);
        }

        _said.Add((position, dossier, receivers));
    }

    private StateTree Reckon(StateRoot root)
    {
        var newest = _said.Where(said => said.Position <= root.UpTo && said.Dossier.Kind == root.Kind)
            .GroupBy(said => said.Dossier).ToDictionary(
                dossier => dossier.Key,
                dossier => dossier.GroupBy(said => said.Receivers, StringComparer.Ordinal)
                    .ToDictionary(said => said.Key, said => said.Max(one => one.Position), StringComparer.Ordinal));
        return StateTree.Of(_subjects
            .Where(named => named.Value <= root.UpTo && named.Key.Dossier.Kind == root.Kind)
            .Select(named => Row(named.Key.Subject, named.Key.Dossier, newest[named.Key.Dossier]))
            .GroupBy(row => row.Subject, StringComparer.Ordinal)
            .Select(rows => StateEntry.Of(root, rows).LeafOf(root.KeyOf(rows.Key))));
    }

    private static StateRow Row(string subject, DossierId dossier, Dictionary<string, long> newest) => new(
        subject, dossier, newest.GetValueOrDefault(""),
        [.. newest.Where(said => said.Key.Length > 0).Select(said => said.Value).Order()]);
}
