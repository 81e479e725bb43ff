using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Recognition.V1;
using Google.Protobuf.WellKnownTypes;
using Told = ExchangeHub.Protos.Recognition.V1.TraceCascadeResponse;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub cascade RECORD</c>: what rests on a record, what fell with it, and who has stored that.</summary>
internal sealed class Cascade(Screen screen)
{
    private Timestamp? _takenAt;
    private int _fallen;

    public static Command Command()
    {
        var record = new Argument<string>("record") { Description = "记录标识 urn:eeh:… 或卷宗 / Record urn:eeh:… or dossier" };
        var command = new Command("cascade", "追溯依赖该记录的一切及其后果 / What rests on a record and fell with it") { record };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.ToHub(parsed);
            var request = new TraceCascadeRequest();
            _ = Explain.Target(
                parsed.GetRequiredValue(record), id => request.RecordId = id, dossier => request.Dossier = dossier);
            using var call = new RecognitionService.RecognitionServiceClient(channel).TraceCascade(
                request, cancellationToken: cancellation);
            var cascade = new Cascade(screen);
            while (await call.ResponseStream.MoveNext(cancellation))
            {
                cascade.Tell(call.ResponseStream.Current);
            }

            return cascade._fallen > 0 ? ExitCode.Refused : ExitCode.Ok;
        });
        return command;
    }

    private void Tell(Told told)
    {
        _fallen += told.Consequence is { Position: > 0 } ? 1 : 0;
        if (told.Cause is { } cause)
        {
            _takenAt = cause.TakenAt;
        }

        if (screen.IsJson)
        {
            screen.Json(told);
            return;
        }

        screen.Line(told.WhatCase switch
        {
            Told.WhatOneofCase.Cause => Of(told.Cause),
            Told.WhatOneofCase.Consequence => Of(told.Consequence),
            _ => Of(told.Receipt),
        });
    }

    private string Of(Told.Types.Cause cause) => cause.Position == 0
        ? screen.Say($"{cause.Dossier}：仍然有效", $"{cause.Dossier}: it stands")
        : screen.Say(
            $"{cause.Dossier}：自 {cause.FellOn} 起失去效力（{cause.Source}，位置 {cause.Position}）",
            $"{cause.Dossier}: fell with {cause.FellOn} ({cause.Source}, position {cause.Position})");

    private string Of(Told.Types.Consequence consequence)
    {
        var indent = new string(' ', 2 * consequence.Depth);
        if (consequence.Position == 0)
        {
            return indent + screen.Say($"{consequence.Dossier}：以其为依据", $"{consequence.Dossier}: rests on it");
        }

        var changes = consequence.Changes.Select(change => $"{Name(change.Receivers)}: "
            + $"{screen.Say(Words.Of(change.Before))} → {screen.Say(Words.Of(change.After))}").ToArray();
        return indent + screen.Say($"{consequence.Dossier}：失去依据", $"{consequence.Dossier}: lost its basis")
            + $" (+{Since(consequence.SettledAt)} ms)" + (changes.Length == 0 ? "" : "  " + string.Join("; ", changes));
    }

    private string Of(Told.Types.Receipt receipt) => receipt.StoredAt is null
        ? screen.Say(
            $"{receipt.Subscription}：尚未收到（已确认至位置 {receipt.Acknowledged}）",
            $"{receipt.Subscription}: has not stored it (acknowledged up to {receipt.Acknowledged})")
        : screen.Say($"{receipt.Subscription}：已收到", $"{receipt.Subscription}: stored it") + $" (+{Since(receipt.StoredAt)} ms)";

    private static string Name(Receivers receivers) => receivers.Only.Length > 0 ? receivers.Only : receivers.Group.Name;

    private string Since(Timestamp at) => _takenAt is null ? "?"
        : (at - _takenAt).ToTimeSpan().TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
}
