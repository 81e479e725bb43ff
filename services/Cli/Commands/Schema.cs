using System.CommandLine;
using System.Text.Json.Nodes;
using ExchangeHub.Cli.Output;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Spectre.Console;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub schema ls|show|validate</c>: what can be published, field by field; offline.</summary>
internal static class Schema
{
    /// <param name="examine">Says what the node would turn down.</param>
    public static Command Command(Func<SubmitRequest, IEnumerable<FieldViolation>> examine) => new(
        "schema", "数据规范：可报送的内容及其字段 / What can be published, and its fields") { Types(), Show(), Validate(examine) };

    private static Command Types()
    {
        var command = new Command("ls", "列出可报送的记录、事项和联合办案行为 / List the records, events and acts that can be published");
        command.SetAction(_ => Write(Screen.Current.Value!, SubmissionSchema.Types));
        return command;
    }

    private static Command Show()
    {
        var name = new Argument<string>("type")
        {
            HelpName = "type",
            Description = "类型，见 xhub schema ls，如 penalty / A type, see xhub schema ls, such as penalty",
        };
        name.CompletionSources.Add(_ => SubmissionSchema.Types.Select(
            type => new System.CommandLine.Completions.CompletionItem(type.Name)));
        var command = new Command("show", "列出一类内容的字段 / List the fields of a type") { name };
        command.SetAction(parsed =>
        {
            var asked = parsed.GetRequiredValue(name);
            var type = SubmissionSchema.Types.FirstOrDefault(type => type.Name == asked)
                ?? throw new CommandException(
                    ExitCode.NotFound, $"没有“{asked}”这一类型。可用类型见 xhub schema ls。",
                    $"There is no type '{asked}'. xhub schema ls lists them.");
            return Write(Screen.Current.Value!, SubmissionSchema.FieldsOf(type));
        });
        return command;
    }

    private static Command Validate(Func<SubmitRequest, IEnumerable<FieldViolation>> examine)
    {
        var file = Publish.File();
        var command = new Command(
            "validate", "检查报送文件，不连接节点，不报送 / Check a file of submissions, without a node; nothing is published") { file };
        command.SetAction(async (parsed, cancellation) => Publish.Check(
            await Publish.DocumentsAsync(parsed.GetRequiredValue(file), cancellation), examine, Screen.Current.Value!));
        return command;
    }

    private static int Write(Screen screen, IEnumerable<SubmissionType> types)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            screen.Say("类型", "Type"), screen.Say("名称", "Name"), screen.Say("类别", "Sort"));
        foreach (var type in types)
        {
            if (screen.IsJson)
            {
                screen.Json(new JsonObject { ["name"] = type.Name, ["sort"] = type.Sort, ["words"] = screen.Say(type.Words) });
            }
            else
            {
                _ = table.AddRow(type.Name, Markup.Escape(screen.Say(type.Words)), screen.Say(SortOf(type)));
            }
        }

        if (!screen.IsJson)
        {
            screen.Console.Write(table);
            screen.Progress(screen.Say("以 xhub schema show 类型 查看字段。", "See the fields with xhub schema show TYPE."));
        }

        return ExitCode.Ok;
    }

    private static int Write(Screen screen, IEnumerable<SubmissionField> fields)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
            screen.Say("字段", "Field"), screen.Say("名称", "Name"), screen.Say("必填", "Needed"), screen.Say("内容", "Holds"));
        foreach (var field in fields)
        {
            if (screen.IsJson)
            {
                screen.Json(new JsonObject
                {
                    ["path"] = field.Path, ["words"] = screen.Say(field.Words), ["need"] = Code(field.Need),
                    ["expected"] = screen.Say(field.Expected),
                });
            }
            else
            {
                _ = table.AddRow(new[]
                {
                    field.Path, screen.Say(field.Words), screen.Say(In(field.Need)), screen.Say(field.Expected),
                }.Select(cell => Markup.Escape(cell)).ToArray());
            }
        }

        if (!screen.IsJson)
        {
            screen.Console.Write(table);
            screen.Progress(screen.Say(
                "上级字段未填时，其下各字段均不填。字段之间的要求以 xhub schema validate 检查。",
                "What is needed below a field is needed where that field is given. What one field demands of another is checked "
                    + "by xhub schema validate."));
        }

        return ExitCode.Ok;
    }

    private static Wording SortOf(SubmissionType type) => type.Sort switch
    {
        "record" => new("记录", "record"),
        "event" => new("事项", "event"),
        _ => new("联合办案行为", "act in a joint case"),
    };

    private static string Code(FieldNeed need) => need switch
    {
        FieldNeed.Required => "required",
        FieldNeed.OneOf => "oneOf",
        FieldNeed.FilledIn => "filledIn",
        _ => "optional",
    };

    private static Wording In(FieldNeed need) => need switch
    {
        FieldNeed.Required => new("必填", "yes"),
        FieldNeed.OneOf => new("择一", "one of"),
        FieldNeed.FilledIn => new("节点补填", "by the node"),
        _ => new("", ""),
    };
}
