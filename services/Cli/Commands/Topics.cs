using System.CommandLine;
using ExchangeHub.Cli.Output;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub help TOPIC</c>: what holds for all commands.</summary>
internal static class Topics
{
    private static readonly (string Name, Wording Title, (string Word, Wording Meaning)[] Rows)[] All =
    [
        ("exit-codes", new("退出码", "exit codes"),
        [
            ("0", new("完成", "done")),
            ("1", new("失败，原因见错误输出", "it failed; the error output says why")),
            ("2", new("命令或者所给内容有误，未作任何更改", "the command, or what it was given, is wrong; nothing was changed")),
            ("3", new("部分未完成：枢纽未收录，或者有未查到的", "a part was not done: the hub turned it down, or it was not found")),
            ("4", new("没有所问的内容", "there is no such thing")),
            ("5", new("无权", "it is not allowed")),
            ("6", new("与已有内容冲突", "it conflicts with what there is")),
            ("7", new("无法连接或者未按时答复", "nobody can be reached, or answers in time")),
            ("8", new("未通过核验：签名、哈希或者历史有误", "not verified: a signature, a digest or the history is wrong")),
            ("10", new("答复为否：不予认可、有逾期、有差异", "the answer is no: refused, overdue, or different")),
            ("11", new("答复未定", "the answer is pending")),
            ("130", new("已中断", "interrupted")),
        ]),
        ("output", new("输出格式（-o）", "output formats (-o)"),
        [
            ("table", new("供人阅读；终端的缺省格式", "for people; the default on a terminal")),
            ("json", new("每个答复或者每行一个 JSON；输出到文件或者管道时的缺省格式",
                "a line of JSON for each answer or row; the default into a file or a pipe")),
            ("yaml", new("同 json，写作 YAML 文档，以 --- 分隔", "the same as YAML documents, each after ---")),
            ("ndjson", new("规范 JSON，每行一条；末行含 _end 和行数，没有末行的不完整",
                "canonical JSON, a line each; the last has _end and the count, and without it something is missing")),
            ("csv", new("表格，UTF-8 带 BOM；仅限各行同形的答复", "a sheet, UTF-8 with a mark; only of rows of one shape")),
        ]),
        ("purposes", new("查阅用途（--purpose，EXCHANGEHUB_PURPOSE）", "purposes (--purpose, EXCHANGEHUB_PURPOSE)"),
        [
            ("case", new("执法办案，须以 --case 给出案号", "a case of the asker's own; --case names it")),
            ("supervision", new("监督检查", "supervision, inspections, statistics")),
            ("review", new("复议诉讼，须以 --case 给出案号", "reconsideration, litigation, an inquiry; --case names it")),
            ("credit", new("信用管理：名单及其依据", "credit: lists, and what they rest on")),
            ("audit", new("审计：谁查阅了什么", "audit: who has read what")),
            ("exchange", new("互认运行：节点的收件箱", "running the recognition itself: the inbox of a node")),
        ]),
    ];

    public static Command Command()
    {
        var topic = new Argument<string?>("topic")
        {
            Description = "exit-codes、output 或 purposes / exit-codes, output or purposes", Arity = ArgumentArity.ZeroOrOne,
        };
        _ = topic.AcceptOnlyFromAmong([.. All.Select(one => one.Name)]);
        var command = new Command("help", "各命令共同事项的说明 / What holds for all commands, by topic") { topic };
        command.SetAction(parsed =>
        {
            var screen = Screen.Current.Value!;
            if (parsed.GetValue(topic) is not { } asked)
            {
                foreach (var (name, title, _) in All)
                {
                    screen.Line($"xhub help {name,-12} {screen.Say(title)}");
                }

                return ExitCode.Ok;
            }

            foreach (var (word, meaning) in All.First(one => one.Name == asked).Rows)
            {
                screen.Line($"{word,-12} {screen.Say(meaning)}");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
