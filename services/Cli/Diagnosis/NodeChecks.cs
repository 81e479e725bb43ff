using ExchangeHub.Protos.Node.V1;

namespace ExchangeHub.Cli.Diagnosis;

/// <summary>What can be wrong with a node, by what it says of itself.</summary>
internal static class NodeChecks
{
    private const long OutboxMax = 1000;

    public static IEnumerable<Finding> Of(GetStatusResponse status)
    {
        yield return status.HubConnected
            ? Finding.Well("link", $"{status.Node} 与枢纽已连接。", $"{status.Node} is connected to the hub.")
            : Finding.Wrong(
                "link",
                $"{status.Node} 未连接枢纽：报送已暂存，恢复后自动转发；请检查网络与枢纽，再看节点日志。",
                $"{status.Node} is not connected to the hub: what is published waits and is forwarded later; check the network "
                    + "and the hub, then the node's log.");
        yield return status.HubIsBehind
            ? Finding.Wrong(
                "hub-behind",
                "枢纽日志比本节点见过的短：枢纽丢失历史，或者接错了枢纽。请通知各方。",
                "The hub's log is shorter than this node has seen it: it has lost history, or is another hub. Tell all parties.")
            : Finding.Well("hub-behind", "枢纽日志未曾倒退。", "The hub's log has not gone backwards.");
        yield return Outbox(status);
        yield return status.TurnedDown == 0
            ? Finding.Well("turned-down", "没有被退回的报送。", "Nothing was turned down.")
            : Finding.Watch(
                "turned-down",
                $"{status.TurnedDown} 项报送被枢纽退回且无人处理：请逐项查看原因后更正重报。",
                $"The hub has turned down {status.TurnedDown} statements and nobody has looked at them: see why, correct, "
                    + "publish again.");
        yield return status.Quarantined == 0
            ? Finding.Well("quarantine", "没有未通过核验的来文。", "Everything that arrived verified.")
            : Finding.Watch(
                "quarantine",
                $"{status.Quarantined} 项来文未通过核验，已隔离：请核对网络文件中的密钥。",
                $"{status.Quarantined} statements did not verify and were put aside: compare the keys of the network file.");
        if (status.HistoryFindings.Count == 0)
        {
            yield return Finding.Well(
                "history", $"枢纽历史核对至位置 {status.HistoryCheckedTo}，未见异常。",
                $"The hub's history was checked up to position {status.HistoryCheckedTo}; all is well.");
        }

        foreach (var found in status.HistoryFindings)
        {
            yield return Finding.Wrong("history", found.MessageZh, found.MessageEn);
        }
    }

    private static Finding Outbox(GetStatusResponse status) => status switch
    {
        { OutboxStoppedAt: > 0 } => Finding.Wrong(
            "outbox",
            $"发件箱第 {status.OutboxStoppedAt} 项在磁盘上被改动，自此停止转发：请从备份恢复节点的数据目录。",
            $"Statement {status.OutboxStoppedAt} of the outbox was changed on disk and nothing is sent from there on: restore "
                + "the node's data folder from a copy."),
        { OutboxDepth: > OutboxMax } => Finding.Watch(
            "outbox", $"发件箱积压 {status.OutboxDepth} 项。", $"{status.OutboxDepth} statements wait to be forwarded."),
        _ => Finding.Well("outbox", $"待转发 {status.OutboxDepth} 项。", $"{status.OutboxDepth} statements to forward."),
    };
}
