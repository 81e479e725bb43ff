using System.CommandLine;
using System.Globalization;
using ExchangeHub.Cli.Output;
using ExchangeHub.Protos.Operation.V1;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub models</c>: how far the read models are behind the log, and making one anew.</summary>
internal static class ReadModels
{
    public static Command Command()
    {
        var command = new Command("models", "读模型及其滞后情况 / The read models, and how far behind the log they are")
        {
            Rebuild(),
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.ToHub(parsed);
            var models = await new OperationService.OperationServiceClient(channel)
                .ListReadModelsAsync(new(), Shared.Soon(cancellation));
            if (screen.IsJson)
            {
                screen.Json(models);
                return ExitCode.Ok;
            }

            foreach (var model in models.ReadModels)
            {
                var age = (model.BehindFor?.ToTimeSpan() ?? TimeSpan.Zero).TotalSeconds
                    .ToString("0.0", CultureInfo.InvariantCulture);
                var behind = Math.Max(0, model.Head - model.Position);
                screen.Line(screen.Say(
                    $"{model.Name}：已至位置 {model.Position}，落后 {behind} 项、{age} 秒{(model.IsStopped ? "，因故障暂停" : "")}",
                    $"{model.Name}: at position {model.Position}, {behind} events and {age} s behind"
                        + (model.IsStopped ? ", stopped by a fault" : "")));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Rebuild()
    {
        var name = new Argument<string>("name") { Description = "读模型名称，例如 records / Its name, such as records" };
        var command = new Command(
            "rebuild", "自日志重建读模型，期间照常查询 / Make one anew from the log; everybody goes on asking") { name };
        command.SetAction(async (parsed, cancellation) =>
        {
            var screen = Screen.Current.Value!;
            using var channel = Shared.ToHub(parsed);
            using var call = new OperationService.OperationServiceClient(channel).RebuildReadModel(
                new RebuildReadModelRequest { Name = parsed.GetRequiredValue(name) }, cancellationToken: cancellation);
            var last = new RebuildReadModelResponse();
            while (await call.ResponseStream.MoveNext(cancellation))
            {
                last = call.ResponseStream.Current;
            }

            if (screen.IsJson)
            {
                screen.Json(last);
            }
            else
            {
                screen.Line(screen.Say($"已重建至位置 {last.Position} 并启用。", $"Rebuilt up to position {last.Position}, and in use."));
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
