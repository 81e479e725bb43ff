using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>What one officer decides alone can be put right; a refusal, a major case and a list of serious dishonesty harm
/// somebody before it is.</summary>
public sealed class SeriousnessTests
{
    private const string Penalty = "penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号";
    private const string Listing = "blacklist/ENV-YRD/91310118MAHUB0001A/沪0118环列〔2026〕1号";

    [Theory]
    [InlineData(Penalty, "REF-EQUIV", GroundReviewed.Types.Result.Confirmed, "", true)]
    [InlineData(Penalty, "REF-EQUIV", GroundReviewed.Types.Result.Dismissed, "", false)]
    [InlineData(Penalty, "REF-EQUIV", GroundReviewed.Types.Result.Dismissed, "FLG-MAJOR-CASE", true)]
    [InlineData(Penalty, "REF-EQUIV", GroundReviewed.Types.Result.Dismissed, "FLG-STALE", false)]
    [InlineData(Listing, "REF-EQUIV", GroundReviewed.Types.Result.Dismissed, "", true)]
    [InlineData(Listing, "REF-EQUIV", GroundReviewed.Types.Result.Raised, "", true)]
    public void Two_officers_decide_what_harms(
        string dossier, string code, GroundReviewed.Types.Result result, string ground, bool isSerious)
    {
        var act = new SubmitRequest
        {
            Event = new SubmitRequest.Types.Event
            {
                Dossier = dossier,
                Event_ = new LifeCycleEvent { GroundReviewed = new GroundReviewed { Code = code, Result = result } },
            },
        };
        var decision = new Decision { Grounds = { new Ground { Code = ground } } };

        Assert.Equal(isSerious, Seriousness.Of(act, decision) is not null);
    }
}
