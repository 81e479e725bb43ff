using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Recognition.V1;
using Grpc.Core;
using Told = ExchangeHub.Protos.Recognition.V1.SimulateResponse;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub rules simulate DRAFT</c>: what a draft would change about the history of a hub.</summary>
internal sealed class Simulate(Screen screen, FileInfo file, int examplesMax)
{
    private readonly List<Told.Types.Flip> _examples = [];
    private long _resumeAfter;
    private long _head;

    /// <summary>Makes the command.</summary>
    /// <param name="read">Reads the draft, and tells what is wrong with it.</param>
    public static Command Command(Func<Screen, FileInfo, string> read)
    {
        var draft = new Argument<FileInfo>("draft") { Description = "规则集草案，YAML 或 JSON / The draft, YAML or JSON" };
        var from = new Option<long>("--from") { Description =
            "只试算自该日志位置起开立的卷宗 / Only dossiers that begin at this position of the log or later" };
        var to = new Option<long>("--to") { Description =
            "只计该日志位置之前的报送，缺省为末尾 / Only what the log holds up to this position; else all" };
        var kinds = new Option<string[]>("--kinds") { Description =
            "只试算这些种类：evidence、penalty、permit、blacklist、nopenalty、positive / Only these kinds of record",
            AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var resume = new Option<long>("--resume-after") { Description =
            "从上次中断处继续 / Go on where it was interrupted" };
        var examples = new Option<int>("--examples") { Description =
            "列出若干例；json 输出全部 / How many examples to list; json lists all", DefaultValueFactory = _ => 20 };
        var command = new Command(
            "simulate", "以历史记录试算草案：哪些结论会改变 / Try a draft on the history: which answers would be others")
        {
            draft, from, to, kinds, resume, examples,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var (screen, file) = (Screen.Current.Value!, parsed.GetRequiredValue(draft));
            return new Simulate(screen, file, parsed.GetValue(examples)).RunAsync(parsed, new SimulateRequest
            {
                Document = read(screen, file).ReplaceLineEndings("\n"),
                FromPosition = parsed.GetValue(from),
                ToPosition = parsed.GetValue(to),
                Kinds = { parsed.GetRequiredValue(kinds) },
                ResumeAfter = parsed.GetValue(resume),
            }, cancellation);
        });
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, SimulateRequest request, CancellationToken cancellation)
    {
        using var channel = Shared.ToHub(parsed);
        using var call = new RecognitionService.RecognitionServiceClient(channel).Simulate(
            request, cancellationToken: cancellation);
        (_resumeAfter, _head) = (request.ResumeAfter, request.ToPosition);
        Told.Types.Summary? summary = null;
        try
        {
            while (await call.ResponseStream.MoveNext(cancellation))
            {
                Take(call.ResponseStream.Current);
                summary = call.ResponseStream.Current.Summary;
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or RpcException)
        {
            TellHowToResume(request);
            throw;
        }

        if (summary is null)
        {
            throw new CommandException(ExitCode.Failure, "枢纽未给出汇总即结束。", "The hub ended without a summary.");
        }

        if (!screen.IsJson)
        {
            new SimulationReport(screen).Draw(summary, _examples);
        }

        return summary.Flips > 0 ? ExitCode.Refused : ExitCode.Ok;
    }

    private void Take(Told told)
    {
        if (told.Progress is { } progress)
        {
            (_resumeAfter, _head) = (progress.Position, progress.Head);
            screen.Progress(screen.Say(
                $"位置 {progress.Position} / {progress.Head}：已试算 {progress.Dossiers} 个卷宗，{progress.Flips} 项结论会改变",
                $"position {progress.Position} of {progress.Head}: {progress.Dossiers} dossiers, {progress.Flips} flips"));
            return;
        }

        if (told.Flip is { } flip)
        {
            // The dossier may have further flips.
            _resumeAfter = Math.Max(_resumeAfter, flip.Position - 1);
            if (_examples.Count < examplesMax)
            {
                _examples.Add(flip);
            }
        }

        if (screen.IsJson)
        {
            screen.Json(told);
        }
    }

    private void TellHowToResume(SimulateRequest request)
    {
        if (_resumeAfter <= request.FromPosition - 1 || _resumeAfter == 0)
        {
            return;
        }

        var options = request.FromPosition > 0 ? $" --from {request.FromPosition}" : "";
        options += string.Concat(request.Kinds.Select(kind => $" --kinds {kind}"));
        options += _head > 0 ? $" --to {_head}" : "";
        var command = $"xhub rules simulate {file}{options} --resume-after {_resumeAfter}";
        screen.Error($"试算中断。从中断处继续：{command}", $"Interrupted. To go on from here: {command}");
    }
}
