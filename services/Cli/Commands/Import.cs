using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.DualPublicity;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Records;
using Google.Protobuf;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub import FILE</c>: reads a table, says everything that is wrong with it, and publishes its rows through the
/// node.</summary>
internal static class Import
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    /// <param name="examine">Says what the node would turn down, so that a table is published whole or not at all.</param>
    public static Command Command(Func<SubmitRequest, IEnumerable<FieldViolation>> examine)
    {
        var file = new Argument<string>("file") { Description =
            "CSV 或 NDJSON 文件，- 为标准输入 / CSV or NDJSON file, - for standard input" };
        var mapping = new Option<string>("--mapping", "-m")
        {
            Description = "penalties（双公示处罚表）、permits（双公示许可表）或映射文件 / penalties, permits or a mapping file", Required = true,
        };
        var set = new Option<string[]>("--set") { Description = "名称=值：表中没有的内容 / name=value for what the table lacks",
            AllowMultipleArgumentsPerToken = true };
        var skip = new Option<bool>("--skip-faulty") { Description = "跳过有误的行 / Leave faulty rows out" };
        var dryRun = new Option<bool>("--dry-run") { Description = "只检查，不报送 / Check only" };
        var encoding =
            new Option<TableEncoding>("--encoding") { Description = "字符编码，缺省自动识别 / Encoding; found out when not given" };
        var command =
            new Command("import", "导入表格并报送 / Import a table and publish its rows") { file, mapping, set, skip, dryRun, encoding };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            var import = new TableImport(
                await MappingAsync(parsed.GetRequiredValue(mapping), cancellation),
                Settings(parsed.GetValue(set) ?? []),
                parsed.GetValue(skip) ? FaultyRows.Skip : FaultyRows.Refuse,
                json => examine(new SubmitRequest { Record = Parser.Parse<Record>(json.ToJsonString()) }));
            await using var table = await OpenAsync(parsed.GetRequiredValue(file), parsed.GetValue(encoding), cancellation);
            var progress = new Progress(screen);
            var report = await import.CheckAsync(table, progress, cancellation);
            foreach (var notice in report.Notices)
            {
                screen.Progress(screen.Say(notice));
            }

            screen.Progress(screen.IsChinese ? report.ToChinese() : report.ToString());
            return !report.IsImportable ? ExitCode.Usage
                : parsed.GetValue(dryRun) ? ExitCode.Ok
                : await PublishAsync(parsed, import, table, report, progress, cancellation);
        });
        return command;
    }

    private static async Task<int> PublishAsync(
        ParseResult parsed,
        TableImport import,
        TableSource table,
        ImportReport report,
        Progress progress,
        CancellationToken cancellation)
    {
        var screen = Screen.Current.Value!;
        using var channel = Shared.ToNode(parsed);
        using var call = new NodeService.NodeServiceClient(channel).SubmitStream(cancellationToken: cancellation);
        var (stored, turnedDown) = (0L, 0L);
        var answering = Task.Run(
            async () =>
            {
                while (await call.ResponseStream.MoveNext(cancellation))
                {
                    if (call.ResponseStream.Current.ResultCase == SubmitStreamResponse.ResultOneofCase.Submission)
                    {
                        stored++;
                    }
                    else if (++turnedDown <= ImportReport.FaultsListedMax)
                    {
                        var rejection = screen.Text(call.ResponseStream.Current.Rejection);
                        screen.Progress(screen.Say(
                            $"第 {call.ResponseStream.Current.Ordinal} 份记录被节点退回：{rejection}",
                            $"Record {call.ResponseStream.Current.Ordinal} was turned down by the node: {rejection}"));
                    }
                }
            },
            cancellation);
        await foreach (var record in import.ReadAsync(table, report, progress, cancellation))
        {
            await call.RequestStream.WriteAsync(
                new SubmitStreamRequest
                {
                    Request = new SubmitRequest { ClientKey = record.ClientKey, Record =
                        Parser.Parse<Record>(record.Record.ToJsonString()) },
                },
                cancellation);
        }

        await call.RequestStream.CompleteAsync();
        await answering;
        screen.Line(string.Create(CultureInfo.InvariantCulture,
            $"{(screen.IsJson ? $"{{\"stored\":{stored},\"turnedDown\":{turnedDown}}}" : screen.Say(
            $"已在本节点持久保存 {stored} 份记录，退回 {turnedDown} 份。重复导入同一文件不会重复报送。",
            $"{stored} records are durable at this node, {turnedDown} were turned down. Importing the same file again "
                + "publishes nothing twice."))}"));
        return turnedDown == 0 ? ExitCode.Ok : ExitCode.Partial;
    }

    private static async Task<TableMapping> MappingAsync(string name, CancellationToken cancellation)
    {
        if (TableMapping.FindBuiltIn(name) is { } builtIn)
        {
            return builtIn;
        }

        if (!File.Exists(name))
        {
            throw new CommandException(
                ExitCode.Usage,
                $"--mapping 应为 penalties、permits 或一个映射文件；找不到“{name}”。",
                $"--mapping: expected penalties, permits or a mapping file; there is no '{name}'.");
        }

        return TableMapping.TryRead(await File.ReadAllTextAsync(name, cancellation), out var mapping, out var faults) ? mapping
            : throw new CommandException(
            ExitCode.Usage, string.Join('\n', faults.Select(fault => fault.Chinese)),
                string.Join('\n', faults.Select(fault => fault.English)));
    }

    private static Dictionary<string, string> Settings(string[] settings) =>
        settings.Select(setting => setting.Split('=', 2)).ToDictionary(
            parts => parts[0],
            parts => parts.Length == 2 ? parts[1] : throw new CommandException(
                ExitCode.Usage, $"--set 应为 名称=值；实为“{parts[0]}”。", $"--set: expected name=value; found '{parts[0]}'."),
            StringComparer.Ordinal);

    private static async Task<TableSource> OpenAsync(string file, TableEncoding encoding, CancellationToken cancellation)
    {
        try
        {
            return file == "-"
                ? await TableSource.SpoolAsync(Console.OpenStandardInput(), "-", encoding, cancellation)
                : await TableSource.OpenAsync(file, encoding, cancellation);
        }
        catch (IOException unreadable)
        {
            throw new CommandException(ExitCode.Usage, $"无法读取“{file}”：{unreadable.Message}",
                $"Cannot read '{file}': {unreadable.Message}");
        }
    }

    /// <summary>Tells the progress of long tables beside the results.</summary>
    private sealed class Progress(Screen screen) : IProgress<ImportProgress>
    {
        private const int RowsBetweenLines = 10_000;

        public void Report(ImportProgress value)
        {
            if (value.Rows > 0 && value.Rows % RowsBetweenLines == 0)
            {
                var percent = value.BytesTotal == 0 ? 100 : value.Bytes * 100 / value.BytesTotal;
                screen.Progress(screen.Say($"{value.Rows} 行，{percent}%", $"{value.Rows} rows, {percent} %"));
            }
        }
    }
}
