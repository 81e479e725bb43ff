using System.CommandLine;
using System.Text.Json.Nodes;
using ExchangeHub.Agreements;
using ExchangeHub.Cli.Output;
using ExchangeHub.LibCrypto;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.Rules;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub rules lint|test|diff|names|sign|simulate</c>: the rules of an agreement, as files; offline but for the
/// last.</summary>
internal static class RuleSets
{
    public static Command Command() => new("rules", "互认规则集 / Rule sets of an agreement")
    {
        Lint(), RuleCases.Command(), Diff(), Names(), Sign(), Simulate.Command(ReadSound),
    };

    private static Argument<FileInfo> File(string name, string description) => new(name) { Description = description };

    private static Command Lint()
    {
        var files = new Argument<FileInfo[]>("file")
        {
            Description = "规则集文件，YAML 或 JSON / Rule sets, YAML or JSON", Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "lint", "检查规则集：类型、名称、代码、译文、矛盾 / Check rule sets: kinds, names, codes, texts, contradictions") { files };
        command.SetAction(parsed =>
        {
            var screen = Screen.Current.Value!;
            var isClean = true;
            foreach (var file in parsed.GetRequiredValue(files))
            {
                var rules = Read(file, out var faults);
                isClean &= rules is not null;
                Tell(screen, file, rules, faults);
            }

            return isClean ? ExitCode.Ok : ExitCode.Refused;
        });
        return command;
    }

    private static Command Diff()
    {
        var (before, after) = (File("before", "原规则集 / The first"), File("after", "新规则集 / The second"));
        var command = new Command(
            "diff", "逐条比较两个规则集的含义，不计排版 / Compare what two rule sets say, rule by rule, whatever their layout")
        {
            before, after,
        };
        command.SetAction(parsed =>
        {
            var screen = Screen.Current.Value!;
            var changes = RuleChange.Between(Require(screen, parsed.GetRequiredValue(before)), Require(
                screen, parsed.GetRequiredValue(after)));
            foreach (var change in changes)
            {
                if (screen.IsJson)
                {
                    screen.Json(new JsonObject
                    {
                        ["subject"] = change.Subject,
                        ["aspect"] = change.Aspect,
                        ["before"] = change.Before,
                        ["after"] = change.After,
                    });
                    continue;
                }

                screen.Line($"{change.Subject} {change.Aspect}".TrimEnd());
                screen.Line($"  - {change.Before}");
                screen.Line($"  + {change.After}");
            }

            if (!screen.IsJson)
            {
                screen.Line(screen.Say($"共 {changes.Length} 处不同。", $"{changes.Length} differences."));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Names()
    {
        var command = new Command("names", "列出条件可以使用的事实名称 / List the facts that conditions may ask for");
        command.SetAction(_ =>
        {
            var screen = Screen.Current.Value!;
            foreach (var (name, kind, meaning) in RuleSetFile.Names())
            {
                if (screen.IsJson)
                {
                    screen.Json(new JsonObject
                    {
                        ["name"] = name,
                        ["kind"] = kind.English,
                        ["zh"] = meaning.Chinese,
                        ["en"] = meaning.English,
                    });
                }
                else
                {
                    screen.Line($"{name,-40} {screen.Say(kind)}: {screen.Say(meaning)}");
                }
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Sign()
    {
        var file = File("file", "规则集 / The rule set");
        var keys = new Option<FileInfo[]>("--key")
        {
            Description = "缔约方私钥，PEM，P-256 或 SM2；可重复 / Private key of a party, PEM, P-256 or SM2; may be repeated",
            Required = true,
        };
        var command = new Command(
            "sign", "以缔约方私钥签署规则集，每把密钥输出一行签名 / Sign a rule set; a line with a signature for each key") { file, keys };
        command.SetAction(parsed =>
        {
            var screen = Screen.Current.Value!;
            var document = parsed.GetRequiredValue(file);
            _ = Require(screen, document); // nobody signs what is no rule set
            var bytes = System.IO.File.ReadAllBytes(document.FullName);
            foreach (var path in parsed.GetRequiredValue(keys))
            {
                using var key = ReadKey(path);
                var signature = Convert.ToBase64String(SignedDocument.Sign(bytes, key).Span);
                if (screen.IsJson)
                {
                    screen.Json(new JsonObject { ["signature"] = signature });
                }
                else
                {
                    screen.Line(signature);
                }
            }

            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Reads the private key of a party.</summary>
    public static ISigningKey ReadKey(FileInfo path)
    {
        try
        {
            var pem = System.IO.File.ReadAllText(path.FullName);
            ISignatureSuite[] suites = [Es256.Suite, .. Ed25519Suite.FindAll()];
            if (suites.Select(suite => suite.ReadPrivateKey(pem)).FirstOrDefault(key => key is not null) is { } key)
            {
                return key;
            }
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            // Said below.
        }

        throw new CommandException(
            ExitCode.Usage,
            $"“{path}”应为可读的 P-256 或 SM2 私钥（PEM，未加密）。",
            $"'{path}': expected a file that can be read, with a private key on P-256 or for SM2 in PEM, not encrypted.");
    }

    private static RuleSet? Read(FileInfo file, out RuleFaults faults) => RuleSetFolder.Parse(Documents.Text(file), out faults);

    // All mistakes are told here; the hub would tell the first of them.
    private static string ReadSound(Screen screen, FileInfo file)
    {
        _ = Require(screen, file);
        return Documents.Text(file);
    }

    /// <summary>Reads a rule set; when it has mistakes, they are told and the command ends.</summary>
    public static RuleSet Require(Screen screen, FileInfo file)
    {
        if (Read(file, out var faults) is { } rules)
        {
            return rules;
        }

        Tell(screen, file, null, faults);
        throw new CommandException(
            ExitCode.Refused, $"“{file}”不是正确的规则集，见上。", $"'{file}' is no correct rule set; see above.");
    }

    private static void Tell(Screen screen, FileInfo file, RuleSet? rules, RuleFaults faults)
    {
        Documents.Tell(screen, file, faults);
        if (rules is not null && !screen.IsJson)
        {
            screen.Line(screen.Say(
                $"{file}：{rules.Name}，{rules.RuleCount} 条规则，没有错误；哈希 {rules.Hash}",
                $"{file}: {rules.Name}, {rules.RuleCount} rules, no mistakes; hash {rules.Hash}"));
        }
    }
}
