using System.CommandLine;
using System.Text.Json;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Records;
using Grpc.Core;

namespace ExchangeHub.Cli.Commands;

/// <summary>The command tree of xhub.</summary>
internal static class Root
{
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter errors, Func<SubmitRequest, IEnumerable<FieldViolation>> examine,
        Func<JsonElement, string> yaml)
    {
        var root = Build(examine);
        var parsed = root.Parse(args);
        var screen = new Screen(output, errors, Shared.Language(parsed), OutputFormat.Of(parsed), yaml);
        Screen.Current.Value = screen;
        try
        {
            Profiles.Open().Apply();
            OutputFormat.Check(parsed);
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (RpcException failed)
        {
            return screen.Report(failed);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (CommandException refused)
        {
            screen.Error(refused.Wording.Chinese, refused.Wording.English);
            return refused.ExitCode;
        }
    }

    private static RootCommand Build(Func<SubmitRequest, IEnumerable<FieldViolation>> examine)
    {
        var root = new RootCommand("跨区域环境执法互认枢纽命令行 / Command line of the cross-region mutual-recognition hub");
        foreach (var option in Shared.All)
        {
            root.Options.Add(option);
        }

        root.Subcommands.Add(Publish.Command(examine));
        root.Subcommands.Add(Withdraw.Command());
        root.Subcommands.Add(Decide.Command());
        root.Subcommands.Add(Import.Command(examine));
        root.Subcommands.Add(Evidence.Command());
        root.Subcommands.Add(Watch.Command());
        root.Subcommands.Add(Explain.Command());
        root.Subcommands.Add(Cascade.Command());
        root.Subcommands.Add(Query.Command());
        root.Subcommands.Add(Show.Command());
        root.Subcommands.Add(Enterprise.Command());
        root.Subcommands.Add(Lists.Command());
        root.Subcommands.Add(Standing.Command());
        root.Subcommands.Add(ReadingsCommand.Command());
        root.Subcommands.Add(DisclosureCommands.Command());
        foreach (var command in Guards.Commands())
        {
            root.Subcommands.Add(command);
        }

        root.Subcommands.Add(RuleSets.Command());
        root.Subcommands.Add(Agreements.Command());
        root.Subcommands.Add(Discretion.Command());
        root.Subcommands.Add(Histories.Command());
        root.Subcommands.Add(HandOvers.Command());
        root.Subcommands.Add(Cases.Command());
        root.Subcommands.Add(Verify.Command());
        root.Subcommands.Add(Status.Command());
        root.Subcommands.Add(ReadModels.Command());
        root.Subcommands.Add(SubscriptionList.Command());
        root.Subcommands.Add(Doctor.Command());
        root.Subcommands.Add(Bench.Command());
        root.Subcommands.Add(Play.Command());
        root.Subcommands.Add(Authorities.Command());
        root.Subcommands.Add(Enrol.Command());
        root.Subcommands.Add(Enrol.Renew());
        root.Subcommands.Add(MemberCommands.Command());
        root.Subcommands.Add(Schema.Command(examine));
        root.Subcommands.Add(Completion.Command());
        root.Subcommands.Add(ConfigCommands.Command());
        root.Subcommands.Add(Versions.Command());
        root.Subcommands.Add(Topics.Command());
        return root;
    }
}
