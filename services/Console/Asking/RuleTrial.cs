using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ExchangeHub.Protos.Agreement.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Vocabulary;
using Grpc.Core;
using Told = ExchangeHub.Protos.Recognition.V1.SimulateResponse;

namespace ExchangeHub.Console.Asking;

/// <summary>What a draft of rules would change about the history of the hub.</summary>
/// <param name="Summary">What it adds up to; null when it did not come to its end.</param>
/// <param name="Flips">The first answers that would be others.</param>
/// <param name="Progress">How far it came.</param>
internal sealed record RuleTrial(
    Told.Types.Summary? Summary, ImmutableArray<Told.Types.Flip> Flips, Told.Types.Progress? Progress)
{
    /// <summary>How large a draft may be.</summary>
    public const int BytesMax = 2 * 1024 * 1024;

    private const int FlipsShown = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Tries a draft.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="document">The draft.</param>
    /// <param name="kinds">Only records of these kinds; all when there are none.</param>
    /// <param name="clock">Says when patience ends: then what was found so far is the answer.</param>
    public static async Task<RuleTrial> RunAsync(Hub hub, string document, IEnumerable<string> kinds, TimeProvider clock)
    {
        var request = new SimulateRequest { Document = document.ReplaceLineEndings("\n"), Kinds = { kinds } };
        using var call = hub.Recognition.Simulate(
            request, hub.Soon.WithDeadline(clock.GetUtcNow().UtcDateTime + Patience));
        var flips = ImmutableArray.CreateBuilder<Told.Types.Flip>();
        Told.Types.Progress? progress = null;
        Told.Types.Summary? summary = null;
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                var told = call.ResponseStream.Current;
                (progress, summary) = (told.Progress ?? progress, told.Summary);
                if (told.Flip is { } flip && flips.Count < FlipsShown)
                {
                    flips.Add(flip);
                }
            }
        }
        catch (RpcException late) when (late.StatusCode == StatusCode.DeadlineExceeded)
        {
            // What was found so far is shown, with the way to go on.
        }

        return new RuleTrial(summary, flips.ToImmutable(), progress);
    }

    /// <summary>Finds the text of a draft that a party has laid before the others.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="digest">SHA-256 of it, in hexadecimal digits.</param>
    /// <param name="acts">How many acts there are.</param>
    /// <returns>Null when there is none.</returns>
    public static async Task<string?> FindAsync(Hub hub, string digest, int acts)
    {
        using var call = hub.Agreement.FollowActs(new FollowActsRequest(), hub.Soon);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var told = call.ResponseStream.Current;
            if (told.Envelope is { } envelope && AgreementAct.Parser.ParseFrom(envelope.Payload).Draft is { } draft
                && Digest.Of(draft.Document.Span).ToString().EndsWith(digest, StringComparison.Ordinal))
            {
                return draft.Document.ToStringUtf8();
            }

            if (told.Number >= acts)
            {
                break;
            }
        }

        return null;
    }

    /// <summary>Reads a file that somebody sent.</summary>
    /// <returns>The text; or what is wrong with it.</returns>
    public static async Task<(string Text, Wording? Fault)> ReadAsync(IFormFile file)
    {
        if (file.Length > BytesMax)
        {
            return ("", new Wording(
                "文件应不大于 2 MiB。", string.Create(CultureInfo.InvariantCulture, $"Expected a file of {BytesMax} bytes at most.")));
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        try
        {
            return (new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray()), null);
        }
        catch (DecoderFallbackException)
        {
            return ("", new Wording("文件应为 UTF-8 文本（YAML 或 JSON）。", "Expected a text in UTF-8, YAML or JSON."));
        }
    }
}
