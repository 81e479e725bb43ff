using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Disclosures;

/// <summary>A request for values, and its answer.</summary>
/// <param name="Asked">The request.</param>
/// <param name="Ask">What it asks for.</param>
/// <param name="Publisher">The node that published the record.</param>
/// <param name="Answer">The answer; null while there is none.</param>
public sealed record DisclosureRequest(DisclosureAct Asked, DisclosureDeed.Ask Ask, NodeId Publisher, DisclosureAct? Answer);

/// <summary>What a request is about, as the hub knows it.</summary>
/// <param name="Publisher">The node that published the record.</param>
/// <param name="Commitments">Paths of the commitments in its versions.</param>
/// <param name="IsForAsker">The asker may see the record.</param>
public sealed record DisclosureGrounds(NodeId Publisher, ImmutableArray<string> Commitments, bool IsForAsker);

/// <summary>Every request for personal values, and what became of it. Immutable.</summary>
/// <remarks>Source: scenario S09 a; domain reference "Identifiers", 3.1.</remarks>
public sealed record DisclosureFile
{
    /// <summary>Gets the file without a request.</summary>
    public static DisclosureFile Empty { get; } = new();

    /// <summary>Gets the requests, by id.</summary>
    public ImmutableDictionary<string, DisclosureRequest> Requests { get; private init; } =
        ImmutableDictionary<string, DisclosureRequest>.Empty;

    /// <summary>Decides whether an act may be taken.</summary>
    /// <param name="act">The act.</param>
    /// <param name="grounds">What is known of the record of a request; null when there is none, and for an answer.</param>
    /// <returns>Why it is not taken; null when it is.</returns>
    public Rejection? Check(DisclosureAct act, DisclosureGrounds? grounds)
    {
        ArgumentNullException.ThrowIfNull(act);
        return act.Deed is DisclosureDeed.Ask ask ? CheckAsk(act, ask, grounds) : CheckAnswer(act);
    }

    /// <summary>Applies an act that was taken.</summary>
    /// <param name="act">The act.</param>
    /// <param name="publisher">The node that published the record.</param>
    /// <returns>The file after it.</returns>
    public DisclosureFile Apply(DisclosureAct act, NodeId publisher)
    {
        ArgumentNullException.ThrowIfNull(act);
        return this with
        {
            Requests = act.Deed is DisclosureDeed.Ask ask
                ? Requests.SetItem(act.Id, new DisclosureRequest(act, ask, publisher, null))
                : Requests.TryGetValue(act.Id, out var request)
                    ? Requests.SetItem(act.Id, request with { Answer = request.Answer ?? act }) : Requests,
        };
    }

    private Rejection? CheckAsk(DisclosureAct act, DisclosureDeed.Ask ask, DisclosureGrounds? grounds)
    {
        if (Requests.ContainsKey(act.Id))
        {
            return Reject(RejectionCode.DisclosureDone, $"申请 {act.Id} 已提出。", $"Request {act.Id} was made before.");
        }

        if (grounds is null || !grounds.IsForAsker)
        {
            return Reject(RejectionCode.DisclosureNotYours,
                $"{act.By} 无权查看案卷“{ask.Dossier}”，或该案卷不存在。",
                $"There is no dossier '{ask.Dossier}', or it is not for {act.By}.");
        }

        if (grounds.Publisher == act.By)
        {
            return Reject(RejectionCode.NothingToDisclose,
                "该记录由本节点报送，明文即在本单位，无需申请。",
                "Your own node published the record: its values are with you.");
        }

        var strange = ask.Paths.FirstOrDefault(path => !grounds.Commitments.Contains(path));
        return ask.Paths.IsEmpty || strange is not null
            ? Reject(RejectionCode.NothingToDisclose,
                $"记录中没有承诺值“{strange}”。该记录的承诺值：{Listed(grounds)}。",
                $"The record has no commitment '{strange}'; it has {Listed(grounds)}.")
            : null;
    }

    private Rejection? CheckAnswer(DisclosureAct act)
    {
        if (!Requests.TryGetValue(act.Id, out var request))
        {
            return Reject(RejectionCode.DisclosureUnknown, $"没有申请 {act.Id}。", $"There is no request {act.Id}.");
        }

        if (request.Publisher != act.By)
        {
            return Reject(RejectionCode.DisclosureNotYours,
                $"申请 {act.Id} 应由 {request.Publisher} 答复。", $"Request {act.Id} is for {request.Publisher} to answer.");
        }

        return request.Answer is null ? null
            : Reject(RejectionCode.DisclosureDone, $"申请 {act.Id} 已有答复。", $"Request {act.Id} has been answered.");
    }

    private static string Listed(DisclosureGrounds grounds) =>
        grounds.Commitments.IsEmpty ? "—" : string.Join(", ", grounds.Commitments);

    private static Rejection Reject(RejectionCode code, string chinese, string english) =>
        new(code, new Wording(chinese, english));
}
