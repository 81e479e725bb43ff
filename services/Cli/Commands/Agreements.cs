using System.CommandLine;
using System.Security.Cryptography;
using ExchangeHub.Agreements;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Agreement.V1;
using ExchangeHub.Protos.Registry.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Signed = ExchangeHub.Protos.Agreement.V1.AgreementAct;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub agreement show|draft|propose|sign|withdraw|choose|leave|fetch</c>: what parties do under the
/// agreement.</summary>
internal static class Agreements
{
    private static readonly Option<string> Party = new("--party")
    {
        Description = "缔约方的六位行政区划代码 / The party: its division code of six digits", Required = true,
    };

    private static readonly Option<FileInfo> Key = new("--key")
    {
        Description = "缔约方私钥，PEM，P-256 或 SM2 / Private key of the party, PEM, P-256 or SM2", Required = true,
    };

    public static Command Command() => new("agreement", "协议：起草、提请、签署、自行选择、退出 / The agreement and what its parties do")
    {
        Show(),
        OnDocument("draft", "提交规则集草案 / Lay a draft before the others", (act, bytes, _) =>
            act.Draft = new DraftRuleSet { Document = ByteString.CopyFrom(bytes) }),
        OnDocument("propose", "提请各方签署 / Ask the parties of a document to sign it", (act, bytes, _) =>
            act.Propose = new ProposeRuleSet { Digest = DigestOf(bytes) }),
        OnDocument("sign", "签署 / Sign a document that is proposed", (act, bytes, key) => act.Sign = new SignRuleSet
        {
            Digest = DigestOf(bytes), Signature = ByteString.CopyFrom(SignedDocument.Sign(bytes, key).Span),
        }),
        OnDocument("withdraw", "撤回 / Take back a document before everybody has signed it", (act, bytes, _) =>
            act.Withdraw = new WithdrawRuleSet { Digest = DigestOf(bytes) }),
        Choose(), Leave(), Fetch(),
    };

    private static Command Show()
    {
        var command = new Command("show", "协议现状：各期规则、文件与签署、退出 / The rules day by day, documents, signatures, notices");
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.ToHub(parsed);
            var standing = await new AgreementService.AgreementServiceClient(channel).GetStandingAsync(
                new(), Shared.Soon(cancellation));
            if (screen.IsJson)
            {
                screen.Json(standing);
            }
            else
            {
                new StandingReport(screen).Draw(standing);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command OnDocument(string name, string description, Action<Signed, byte[], ISigningKey> fill)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "规则集文件，须与所提交的逐字节相同 / The rule set, byte for byte as it was or will be drafted",
        };
        var command = new Command(name, description) { file, Party, Key };
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            _ = RuleSets.Require(Screen.Current.Value!, path); // nobody drafts or signs what is no rule set
            var bytes = File.ReadAllBytes(path.FullName);
            return ActAsync(parsed, (act, key) => fill(act, bytes, key), cancellation);
        });
        return command;
    }

    private static Command Choose()
    {
        var ruleSet = new Option<int>("--rule-set") { Description = "规则集版本号，如 4 / Number of the rule set", Required = true };
        var from = new Option<string>("--from") { Description = "起始日 / First day, yyyy-MM-dd", Required = true };
        var choices = new Argument<string[]>("choice")
        {
            Description = "参数=值；值留空则恢复文件所定 / parameter=value; no value goes back to what the document says",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("choose", "在规则允许的范围内自行选择 / Choose for yourself what the rules leave to each party")
        {
            choices, ruleSet, from, Party, Key,
        };
        command.SetAction((parsed, cancellation) => ActAsync(parsed, (act, _) =>
        {
            act.Choose = new ChooseLocally { RuleSet = parsed.GetValue(ruleSet), FromDay = parsed.GetRequiredValue(from) };
            act.Choose.Choices.Add(parsed.GetRequiredValue(choices).Select(choice => choice.Split('=', 2) is [var name, var value]
                ? new Choice { Parameter = name, Value = value }
                : throw new CommandException(
                    ExitCode.Usage, $"应为 参数=值；实为“{choice}”。", $"Expected parameter=value; found '{choice}'.")));
        }, cancellation));
        return command;
    }

    private static Command Leave()
    {
        var lastDay = new Option<string>("--last-day")
        {
            Description = "受约束的最后一日 / The last day on which the party is bound, yyyy-MM-dd", Required = true,
        };
        var command = new Command("leave", "通知退出协议 / Give notice of leaving") { lastDay, Party, Key };
        command.SetAction((parsed, cancellation) => ActAsync(
            parsed, (act, _) => act.GiveNotice = new GiveNotice { LastDay = parsed.GetRequiredValue(lastDay) }, cancellation));
        return command;
    }

    private static Command Fetch()
    {
        var digest = new Argument<string>("digest") { Description = "文件摘要，sha256: 开头 / Digest of the document, sha256:…" };
        var target = new Argument<FileInfo>("target") { Description = "写入的文件，不得已存在 / Where to write it; must not exist" };
        var command = new Command("fetch", "取得他方提交的文件 / Get a document that somebody drafted") { digest, target };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (wanted, file) = (parsed.GetRequiredValue(digest), parsed.GetRequiredValue(target));
            using var channel = Shared.ToHub(parsed);
            using var call = new AgreementService.AgreementServiceClient(channel).FollowActs(
                new(), Shared.Soon(cancellation));
            while (await call.ResponseStream.MoveNext(cancellation) && call.ResponseStream.Current is { Number: > 0 } taken)
            {
                var document = Signed.Parser.ParseFrom(taken.Envelope.Payload).Draft?.Document;
                if (document is not null && Vocabulary.Digest.Of(document.Span).ToString() == wanted)
                {
                    await using var written = file.Open(FileMode.CreateNew, FileAccess.Write);
                    document.WriteTo(written);
                    return ExitCode.Ok;
                }
            }

            throw new CommandException(ExitCode.Refused, $"没有摘要为 {wanted} 的文件。", $"There is no document of the digest {wanted}.");
        });
        return command;
    }

    private static async Task<int> ActAsync(ParseResult parsed, Action<Signed, ISigningKey> fill, CancellationToken cancellation)
    {
        var screen = Screen.Current.Value!;
        using var key = RuleSets.ReadKey(parsed.GetRequiredValue(Key));
        using var channel = Shared.ToHub(parsed);
        var act = await BeginAsync(channel, parsed.GetRequiredValue(Party), cancellation);
        fill(act, key);
        var sealedAct = Dsse.Sign(ExchangeHub.Agreements.AgreementAct.PayloadType, act.ToByteArray(), key);
        var answer = await new AgreementService.AgreementServiceClient(channel).TakeActAsync(
            new TakeActRequest
            {
                Envelope = new()
                {
                    PayloadType = sealedAct.PayloadType,
                    Payload = UnsafeByteOperations.UnsafeWrap(sealedAct.Payload),
                    KeyId = sealedAct.KeyId,
                    Signature = UnsafeByteOperations.UnsafeWrap(sealedAct.Signature),
                },
            },
            Shared.Soon(cancellation));
        if (screen.IsJson)
        {
            screen.Json(answer);
            return ExitCode.Ok;
        }

        screen.Line(screen.Say($"已收录为第 {answer.Number} 项行为。", $"Taken as act {answer.Number}."));
        if (answer.Paper is { } paper)
        {
            screen.Line(new StandingReport(screen).Of(paper));
        }

        return ExitCode.Ok;
    }

    // An act names the acts that its party has seen.
    private static async Task<Signed> BeginAsync(GrpcChannel channel, string party, CancellationToken cancellation)
    {
        var network = await new RegistryService.RegistryServiceClient(channel).GetNetworkAsync(new(), Shared.Soon(cancellation));
        var standing = await new AgreementService.AgreementServiceClient(channel).GetStandingAsync(
            new(), Shared.Soon(cancellation));
        return new Signed
        {
            NetworkId = network.NetworkId,
            Agreement = standing.Agreement,
            Party = party,
            After = standing.Acts,
            SignedAt = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
        };
    }

    private static ByteString DigestOf(byte[] document) => ByteString.CopyFrom(SHA256.HashData(document));
}
