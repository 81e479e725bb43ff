using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Which decisions about a record one officer does not take alone.</summary>
public static class Seriousness
{
    private const string MajorCase = "FLG-MAJOR-CASE";
    private const string Listing = "blacklist/";

    /// <summary>Says why a second officer has to confirm an act.</summary>
    /// <param name="act">An officer's act about a record.</param>
    /// <param name="decision">What the hub makes of the record.</param>
    /// <returns>Null when one officer is enough.</returns>
    public static Wording? Of(SubmitRequest act, Decision decision)
    {
        var happened = act.Event.Event_;
        var refuses = happened.EvidenceReviewed is { Result: EvidenceReviewed.Types.Result.Refused }
            || (happened.GroundReviewed is { Result: GroundReviewed.Types.Result.Confirmed } ground
                && ReasonCatalogue.Find(ground.Code)?.Effect == ReasonEffect.Refuse);
        return refuses ? new Wording("不予认可或者不予采纳", "it refuses")
            : decision.Grounds.Any(one => one.Code == MajorCase) ? new Wording("重大案件", "it is about a major case")
            : act.Event.Dossier.StartsWith(Listing, StringComparison.Ordinal)
                ? new Wording("严重失信主体名单", "it is about a list of serious dishonesty")
            : null;
    }
}
