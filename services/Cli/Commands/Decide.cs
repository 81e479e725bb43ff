using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Protos.Record.V1;
using Verdict = ExchangeHub.Protos.Record.V1.GroundReviewed.Types.Result;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub decide RECORD GROUND confirmed|dismissed|raised</c>: what an officer of the receiving authority makes of a
/// ground of recognition.</summary>
internal static class Decide
{
    private static readonly Argument<string> Ground = new("ground")
    {
        Description = "事由代码，如 REF-FACTS / Code of the ground, such as REF-FACTS",
    };

    private static readonly Argument<Verdict> Result = new("result")
    {
        Description = "confirmed 成立、dismissed 不成立、raised 待核 / It applies, does not apply, or is being examined",
    };

    private static readonly Option<string> Authority = SignedActs.Needed(
        "--authority", "作出决定的机关名称", "Name of the authority that decides");

    private static readonly Option<string> AuthorityCode = SignedActs.Needed("--authority-code", "该机关的信用代码", "Its credit code");

    private static readonly Option<string?> Consulted = SignedActs.Some(
        "--consulted", "征询原机关的日期 yyyy-MM-dd", "Day on which the issuer was consulted");

    private static readonly Option<string?> Second = SignedActs.Some(
        "--confirmed-by", "复核人执法证号：不予认可、重大案件、严重失信主体名单须由二人决定",
        "Certificate of the second officer: refusals, major cases and lists of dishonesty are decided by two");

    public static Command Command()
    {
        _ = Result.AcceptOnlyFromAmong("confirmed", "dismissed", "raised");
        return RecordActs.Command(
            "decide", "执法人员对待定事由作出决定 / What an officer makes of a ground that the rules leave open",
            [Ground, Result, SignedActs.Officer, Second, Authority, AuthorityCode, Consulted],
            (parsed, held, division) =>
            {
                var happened = new LifeCycleEvent
                {
                    ReportedFor = new Organ
                    {
                        Name = parsed.GetRequiredValue(Authority), CreditCode = parsed.GetRequiredValue(AuthorityCode),
                        Division = division,
                    },
                    GroundReviewed = new GroundReviewed
                    {
                        Code = parsed.GetRequiredValue(Ground),
                        Result = parsed.GetRequiredValue(Result),
                        Reason = RecordActs.ReasonIn(parsed),
                        ReviewerCertificate = parsed.GetRequiredValue(SignedActs.Officer),
                        ConfirmedBy = parsed.GetValue(Second) ?? "",
                        IssuerConsultedOn = parsed.GetValue(Consulted) ?? "",
                    },
                };
                Require(parsed, held, happened);
                return happened;
            });
    }

    // As in the console: one officer does not take these alone.
    private static void Require(ParseResult parsed, GetRecordResponse held, LifeCycleEvent happened)
    {
        var act = new SubmitRequest { Event = new SubmitRequest.Types.Event { Dossier = held.Dossier, Event_ = happened } };
        var serious = held.Decisions.DefaultIfEmpty(new Decision()).Select(decision => Seriousness.Of(act, decision))
            .FirstOrDefault(why => why is not null);
        if (serious is { } why && parsed.GetValue(Second) is null)
        {
            throw new CommandException(
                ExitCode.Usage,
                $"{why.Chinese}的，须由另一名执法人员复核：请加 --confirmed-by。未提交任何内容。",
                $"A second officer has to confirm this, because {why.English}: add --confirmed-by. Nothing was submitted.");
        }
    }
}
