using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub show RECORD|DOSSIER|CODE|NUMBER</c>: what the hub holds.</summary>
internal static class Show
{
    public static Command Command()
    {
        var what = new Argument<string>("what")
        {
            Description = "记录标识、卷宗、统一社会信用代码或文号 / Record id, dossier, credit code or document number",
        };
        var command = new Command("show", "查阅枢纽所存的记录 / Show what the hub holds") { what };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var channel = Shared.ToHub(parsed);
            var query = new QueryService.QueryServiceClient(channel);
            var text = parsed.GetRequiredValue(what);
            var screen = Screen.Current.Value!;
            if (text.StartsWith("urn:", StringComparison.Ordinal) || text.Contains('/', StringComparison.Ordinal))
            {
                var request = new GetRecordRequest();
                _ = Explain.Target(text, id => request.RecordId = id, dossier => request.Dossier = dossier);
                Draw(screen, await query.GetRecordAsync(request, Shared.Soon(cancellation)));
                return ExitCode.Ok;
            }

            var found = await query.FindRecordsAsync(
                UnifiedSocialCreditCode.TryParse(text, out _) ? new FindRecordsRequest { Subject = text }
                    : new FindRecordsRequest { DocumentNumber = text },
                Shared.Soon(cancellation));
            Draw(screen, found);
            return found.Records.Count > 0 ? ExitCode.Ok : ExitCode.NotFound;
        });
        return command;
    }

    private static void Draw(Screen screen, GetRecordResponse record)
    {
        if (screen.IsJson)
        {
            screen.Json(record);
            return;
        }

        screen.Line($"{record.Dossier}  {record.RecordId}");
        foreach (var held in record.Statements)
        {
            var statement = ExchangeHub.Protos.Record.V1.Statement.Parser.ParseFrom(held.Envelope.Payload);
            var kind = statement.ContentCase == ExchangeHub.Protos.Record.V1.Statement.ContentOneofCase.Record
                ? screen.Say($"记录第 {statement.Record.Version} 版", $"record version {statement.Record.Version}")
                : $"{screen.Say(EventWords.Of(statement.Event.WhatCase))} {statement.Event.OccurredOn}";
            screen.Line(string.Create(CultureInfo.InvariantCulture,
                $"{held.Position,8}  {statement.Node}/{statement.Sequence}  {kind}"));
            foreach (var subject in statement.Record?.Subjects ?? [])
            {
                screen.Line($"          {Named(subject)}");
            }

            foreach (var item in (statement.Record?.Evidence?.Items ?? []).Where(item => item.Witness is not null))
            {
                screen.Line($"          {item.ItemNumber}  {item.Title}  {item.Witness.Pseudonym}");
            }
        }

        if (record.Decisions.Any(decision => decision.IsWithheld))
        {
            screen.Line(screen.Say("          该记录的内容依法不予提供。", "          By law its content is not given out."));
        }

        foreach (var decision in record.Decisions)
        {
            screen.Line("          " + RecordTable.Line(screen, decision));
        }
    }

    // Of a person there is nothing but the masked form.
    private static string Named(Subject subject) => string.Join("  ", new[]
    {
        subject.Name, subject.CreditCode, subject.Person?.MaskedName, subject.Person?.MaskedNumber,
    }.Where(part => !string.IsNullOrEmpty(part)));

    private static void Draw(Screen screen, FindRecordsResponse found)
    {
        if (screen.IsJson)
        {
            foreach (var record in found.Records)
            {
                screen.Json(record);
            }

            return;
        }

        RecordTable.Draw(screen, found.Records);
        screen.Line(RecordTable.Count(screen, found.Records.Count));
    }
}
