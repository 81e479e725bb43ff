using System.CommandLine;
using System.Reflection;
using System.Text.Json.Nodes;
using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Query.V1;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub version</c>: which program this is, and which contracts it speaks.</summary>
internal static class Versions
{
    public static Command Command()
    {
        var command = new Command("version", "版本、提交及其接口契约 / The version, its commit, and the contracts that it speaks");
        command.SetAction(_ =>
        {
            var screen = Screen.Current.Value!;
            var (version, commit) = Built();
            if (screen.IsJson)
            {
                screen.Json(new JsonObject
                {
                    ["version"] = version,
                    ["commit"] = commit,
                    ["recordSchema"] = StatementWriter.RecordSchema,
                    ["contracts"] = new JsonArray([.. Contracts().Select(name => JsonValue.Create(name))]),
                });
                return ExitCode.Ok;
            }

            screen.Line($"xhub {version}");
            screen.Line(screen.Say("提交：", "commit: ") + (commit.Length > 0 ? commit : screen.Say("不详", "unknown")));
            screen.Line(screen.Say(
                $"记录数据规范：{StatementWriter.RecordSchema}", $"schema of records: {StatementWriter.RecordSchema}"));
            screen.Line(screen.Say("接口契约：", "contracts: ") + string.Join(' ', Contracts()));
            return ExitCode.Ok;
        });
        return command;
    }

    // The build notes the commit behind a plus sign where it knows it.
    private static (string Version, string Commit) Built()
    {
        var built = typeof(Versions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return built.Split('+', 2) is [var version, var commit] ? (version, commit) : (built, "");
    }

    private static IEnumerable<string> Contracts() => typeof(QueryService).Assembly.GetTypes()
        .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
        .Where(property => property?.PropertyType == typeof(ServiceDescriptor))
        .Select(property => ((ServiceDescriptor)property!.GetValue(null)!).File.Package)
        .Distinct().Order(StringComparer.Ordinal);
}
