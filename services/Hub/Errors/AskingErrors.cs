using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Errors;

/// <summary>What is told to those who ask for lists and read models, or who ask over REST. Reasons from 1601 to 1630.</summary>
internal static class AskingErrors
{
    /// <summary>No read model of that name.</summary>
    public static HubErrors.Failure ReadModelUnknown(string name) => new(StatusCode.NotFound, 1601, new Wording(
        $"没有名为“{name}”的读模型。可用 xhub models 查看全部名称。",
        $"There is no read model '{name}'. xhub models lists their names."));

    /// <summary>Somebody else rebuilds it.</summary>
    public static HubErrors.Failure RebuildUnderWay(string name) => new(StatusCode.FailedPrecondition, 1602, new Wording(
        $"读模型“{name}”正在重建。请等待其完成。",
        $"Read model '{name}' is being rebuilt already. Wait until that is done."));
}
