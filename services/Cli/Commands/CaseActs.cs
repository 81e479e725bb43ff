using System.CommandLine;
using ExchangeHub.Protos.Record.V1;
using static ExchangeHub.Cli.Commands.SignedActs;

namespace ExchangeHub.Cli.Commands;

/// <summary>What is done in joint cases: acts that the node signs.</summary>
internal static class CaseActs
{
    public static IEnumerable<Command> Commands() =>
        [Open(), Join(), Leave(), Task(), Done(), Inspect(), Cite(), HandOver(), Result(), Close(), Reopen()];

    private static Command Open()
    {
        var (title, ground) = (Needed("--title", "案由", "What it is about"), Needed("--ground", "立案缘由", "What for"));
        var members = Several("--member", "参与方区划代码，可重复", "A member's division; may be repeated");
        var subjects = Several("--subject", "相对人统一社会信用代码，可重复", "A subject's credit code; may be repeated");
        return Act("open", "立案 / Open a case", [title, members, subjects, ground], parsed => new CaseAct
        {
            Open = new OpenCase
            {
                Title = parsed.GetRequiredValue(title),
                Members = { parsed.GetValue(members) ?? [] },
                Subjects = { parsed.GetValue(subjects) ?? [] },
                Ground = parsed.GetRequiredValue(ground),
            },
        });
    }

    private static Command Join()
    {
        var party = new Argument<string>("party") { Description = "参与方区划代码 / Division of the party that joins" };
        var ground = Needed("--ground", "增加的理由", "Why the case concerns it");
        return Act("join", "增加参与方 / Bring another party into the case", [ground], parsed => new CaseAct
        {
            Join = new JoinCase { Party = parsed.GetRequiredValue(party), Ground = parsed.GetRequiredValue(ground) },
        }, party);
    }

    private static Command Leave()
    {
        var ground = Needed("--ground", "退出的理由", "Why nothing is left for it to do");
        return Act("leave", "本方退出 / Leave the case, for the party of the node", [ground], parsed => new CaseAct
        {
            Leave = new LeaveCase { Ground = parsed.GetRequiredValue(ground) },
        });
    }

    private static Command Task()
    {
        var task = TaskArgument();
        var title = Needed("--title", "任务内容", "What is to be done");
        var owner = Needed("--owner", "承办方区划代码", "Division that is to do it");
        var due = Needed("--due", "期限 yyyy-MM-dd", "Last day for it, yyyy-MM-dd");
        return Act("task", "交办任务 / Give a member something to do", [title, owner, due], parsed => new CaseAct
        {
            AssignTask = new AssignTask
            {
                Task = parsed.GetRequiredValue(task),
                Title = parsed.GetRequiredValue(title),
                Owner = parsed.GetRequiredValue(owner),
                DueOn = parsed.GetRequiredValue(due),
            },
        }, task);
    }

    private static Command Done()
    {
        var task = TaskArgument();
        var note = Some("--note", "办理情况", "What came of it");
        var record = Some("--record", "形成的记录（卷宗）", "Dossier that came of it");
        return Act("done", "报告任务完成 / Report a task done", [note, record], parsed => new CaseAct
        {
            CompleteTask = new CompleteTask
            {
                Task = parsed.GetRequiredValue(task),
                Note = parsed.GetValue(note) ?? "",
                Record = parsed.GetValue(record) ?? "",
            },
        }, task);
    }

    private static Command Inspect()
    {
        var (place, site) = (Needed("--place", "被检查地区划代码", "Division inspected"), Needed("--site", "检查地点", "What is inspected"));
        var (on, leader) = (Needed("--on", "检查日期", "The day"), Needed("--leader", "组长执法证号", "Certificate of the head"));
        var others = Several("--with", "组员执法证号，可重复", "Certificate of another officer; may be repeated");
        var exception = Some("--exception", "例外理由", "Why the head is local, or nobody is");
        Option[] options = [place, site, on, leader, others, exception];
        return Act("inspect", "组织联合检查 / Send a group to inspect", options, parsed => new CaseAct
        {
            Inspect = new OrderInspection
            {
                Place = parsed.GetRequiredValue(place),
                Site = parsed.GetRequiredValue(site),
                On = parsed.GetRequiredValue(on),
                Leader = parsed.GetRequiredValue(leader),
                Officers = { parsed.GetValue(others) ?? [] },
                ExceptionGround = parsed.GetValue(exception) ?? "",
            },
        });
    }

    private static Command Cite()
    {
        var (record, use) = (RecordArgument(), Needed("--use", "援用目的", "What for"));
        return Act("cite", "援用记录 / Rest on a record", [use], parsed => new CaseAct
        {
            Cite = new CiteRecord { Record = parsed.GetRequiredValue(record), Use = parsed.GetRequiredValue(use) },
        }, record);
    }

    private static Command HandOver()
    {
        var record = RecordArgument();
        return Act("handover", "关联证据移送 / Tie the hand-over of evidence to the case", [], parsed => new CaseAct
        {
            LinkHandOver = new LinkHandOver { Record = parsed.GetRequiredValue(record) },
        }, record);
    }

    private static Command Result()
    {
        var outcome = new Option<PublishResult.Types.Outcome>("--outcome")
        {
            Description = "Penalised, NotPenalised, NothingFound 或 Referred / How it ended", Required = true,
        };
        var record = Some("--record", "已公布的决定（卷宗）", "Dossier of the decision");
        var summary = Needed("--summary", "结果摘要", "In a few words");
        return Act("result", "公开查处结果 / Publish what came of the case", [outcome, record, summary], parsed => new CaseAct
        {
            PublishResult = new PublishResult
            {
                Outcome = parsed.GetRequiredValue(outcome),
                Record = parsed.GetValue(record) ?? "",
                Summary = parsed.GetRequiredValue(summary),
            },
        });
    }

    private static Command Close() =>
        Act("close", "结案 / Close the case", [], _ => new CaseAct { Close = new CloseCase() });

    private static Command Reopen()
    {
        var ground = Needed("--ground", "重新立案的理由", "Why");
        return Act("reopen", "重新立案 / Open a closed case again", [ground], parsed => new CaseAct
        {
            Reopen = new ReopenCase { Ground = parsed.GetRequiredValue(ground) },
        });
    }

    private static Command Act(
        string name, string description, Option[] options, Func<ParseResult, CaseAct> make, params Argument[] about)
    {
        var number = new Argument<string>("number") { Description = "案号 / Number of the case" };
        return Command(name, description, options, [number, .. about], parsed =>
        {
            var act = make(parsed);
            act.Number = parsed.GetRequiredValue(number);
            return act;
        });
    }

    private static Argument<string> TaskArgument() => new("task") { Description = "任务编号，例如 T1 / Name of the task, such as T1" };

    private static Argument<string> RecordArgument() => new("record") { Description = "卷宗，例如 evidence/… / Dossier" };
}
