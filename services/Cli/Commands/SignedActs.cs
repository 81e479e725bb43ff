using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf;

namespace ExchangeHub.Cli.Commands;

/// <summary>Commands whose act the node signs.</summary>
internal static class SignedActs
{
    /// <summary>Who acts.</summary>
    public static readonly Option<string> Officer = Needed("--officer", "经办人执法证号", "Certificate of the officer who acts");

    /// <summary>Makes an act that is sent twice count once.</summary>
    public static readonly Option<string> Key = new("--key")
    {
        Description = "幂等键，缺省由内容和日期得出 / Makes it safe to repeat; from the content and the day if left out",
    };

    /// <summary>Whether to wait for the hub.</summary>
    public static readonly Option<bool> Wait = new("--wait") { Description = "等待枢纽回执 / Wait for the hub's receipt" };

    /// <summary>Makes a command that has the node sign an act.</summary>
    public static Command Command(
        string name, string description, Option[] options, Argument[] arguments, Func<ParseResult, CaseAct> make)
    {
        var command = new Command(name, description);
        foreach (var argument in arguments)
        {
            command.Arguments.Add(argument);
        }

        foreach (var option in options.Prepend(Officer).Append(Key).Append(Wait))
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
        {
            var act = make(parsed);
            act.Officer = parsed.GetRequiredValue(Officer);
            return SubmitAsync(parsed, new SubmitRequest { CaseAct = act }, cancellation);
        });
        return command;
    }

    /// <summary>Has the node sign an act, and says how far it has got.</summary>
    public static async Task<int> SubmitAsync(ParseResult parsed, SubmitRequest act, CancellationToken cancellation)
    {
        using var channel = Shared.ToNode(parsed);
        var node = new NodeService.NodeServiceClient(channel);
        var day = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        act.ClientKey = parsed.GetValue(Key)
            ?? $"xhub-{day}-{Convert.ToHexStringLower(SHA256.HashData(act.ToByteArray()).AsSpan(0, 16))}";
        var submission = (await node.SubmitAsync(act, Shared.Soon(cancellation))).Submission;
        if (parsed.GetValue(Wait))
        {
            submission = await Publish.AnsweredAsync(node, submission, cancellation);
        }

        return Publish.Tell(Screen.Current.Value!, submission) ? ExitCode.Ok : ExitCode.Partial;
    }

    public static Option<string> Needed(string name, string chinese, string english) =>
        new(name) { Description = $"{chinese} / {english}", Required = true };

    public static Option<string?> Some(string name, string chinese, string english) =>
        new(name) { Description = $"{chinese} / {english}" };

    public static Option<string[]> Several(string name, string chinese, string english) =>
        new(name) { Description = $"{chinese} / {english}", Arity = ArgumentArity.OneOrMore };
}
