using System.Security.Cryptography;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Lists.V1;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Spectre.Console;

namespace ExchangeHub.Cli.Output;

/// <summary>Writes a list, or its changes, and compares them with what the hub signed of them.</summary>
internal sealed class ListSheet(Screen screen) : IDisposable
{
    private readonly List<IMessage> _kept = [];
    private readonly IncrementalHash _lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Rows? _rows;
    private ListStatement? _last;
    private long _count;

    public void Dispose() => _lines.Dispose();

    /// <summary>Takes a part of a list.</summary>
    public void Take(GetSnapshotResponse part) => Take(part.Entries, ListEntry.Descriptor, part.Signed, "");

    /// <summary>Takes a page of changes.</summary>
    public void Take(FollowChangesResponse page)
    {
        Take(page.Changes, ListChange.Descriptor, page.Signed, $"{page.Position}");

        // Each page at once: whoever goes on with what comes never reaches an end.
        if (_kept.Count > 0)
        {
            Draw();
            _kept.Clear();
        }
    }

    /// <summary>Ends it; draws the table where one is wanted.</summary>
    /// <returns>The exit code.</returns>
    public int Finish()
    {
        if (_last is not { } last)
        {
            throw new CommandException(
                ExitCode.NotVerified, "枢纽没有给出签名的说明：名单可能不完整。", "The hub ended without what it signs: the list may not be whole.");
        }

        if (screen.Format != "table")
        {
            return ExitCode.Ok;
        }

        if (last.AsOf.Length > 0)
        {
            Draw();
        }

        screen.Line(last.AsOf.Length > 0
            ? screen.Say(
                $"{last.AsOf} 名单 {last.List}（{Words.Division(last.Receiver).Chinese}）"
                    + $"共 {last.Count} 条，截至日志位置 {last.Position}。",
                $"List {last.List} for {Words.Division(last.Receiver).English} as of {last.AsOf}: {last.Count} entries, by the "
                    + $"log up to position {last.Position}.")
            : screen.Say(
                $"变更已列至日志位置 {last.Position}。办理后请确认：xhub lists acknowledge {last.Subscription} {last.Position}",
                $"Changes up to position {last.Position}. When they are carried out: xhub lists acknowledge {last.Subscription} "
                    + $"{last.Position}"));
        return ExitCode.Ok;
    }

    private void Take(IEnumerable<IMessage> some, MessageDescriptor row, Envelope? signed, string cursor)
    {
        _rows ??= new Rows(screen, row);
        foreach (var one in some)
        {
            _lines.AppendData(CanonicalLine.Of(one));
            _count++;
            _rows.Add(one);
            if (screen.Format == "table")
            {
                _kept.Add(one);
            }
        }

        if (signed is null)
        {
            return;
        }

        _last = ListStatement.Parser.ParseFrom(signed.Payload);
        if (_count != _last.Count || !_lines.GetHashAndReset().AsSpan().SequenceEqual(_last.LinesDigest.Span))
        {
            throw new CommandException(
                ExitCode.NotVerified,
                "收到的条目与枢纽签名的摘要不符，请勿使用，重新获取。",
                "What arrived is not what the hub signed: do not use it, and fetch it again.");
        }

        _rows.End(cursor, signed);
        _count = 0;
    }

    private void Draw()
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            screen.Say("变更", "Change"), screen.Say("企业", "Entity"), screen.Say("信用代码", "Credit code"),
            screen.Say("文号", "Document"), screen.Say("列入情形", "Grounds"), screen.Say("自", "Since"),
            screen.Say("最长公示期至", "At most until"));
        foreach (var one in _kept)
        {
            var change = one as ListChange;
            var entry = change is null ? (ListEntry)one : change.Entry;
            _ = table.AddRow(new[]
            {
                change is null ? "" : screen.Say(Words.Of(change.Kind)),
                entry?.SubjectName ?? change!.Dossier,
                entry?.Subject ?? "",
                entry?.DocumentNumber ?? "",
                string.Join(' ', entry?.Grounds ?? []),
                entry?.SinceOn ?? change!.SinceOn,
                entry?.MaximumUntil ?? "",
            }.Select(cell => Markup.Escape(cell)).ToArray());
        }

        screen.Console.Write(table);
    }
}
