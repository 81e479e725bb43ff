using System.CommandLine;
using System.Text.Json.Nodes;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub config</c>: addresses, identity and purpose that need not be said each time.</summary>
internal static class ConfigCommands
{
    public static Command Command() => new(
        "config", "常用地址、身份和用途，按方案保存 / Addresses, identity and purpose, kept by profile") { Get(), Set(), Profile() };

    private static Command Get()
    {
        var key = Key(ArgumentArity.ZeroOrOne);
        var command = new Command("get", "显示当前方案的取值 / What the profile in use has") { key };
        command.SetAction(parsed =>
        {
            var (screen, profiles) = (Screen.Current.Value!, Profiles.Open());
            var asked = parsed.GetValue(key) is { } one ? [one] : Profiles.Keys;
            var found = asked.Select(name => (Name: name, Value: profiles.Find(name))).Where(pair => pair.Value is not null)
                .ToList();
            if (screen.IsJson)
            {
                screen.Json(new JsonObject(found.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Name, pair.Value))));
            }
            else
            {
                found.ForEach(pair => screen.Line($"{pair.Name} = {pair.Value}"));
            }

            return found.Count > 0 ? ExitCode.Ok : ExitCode.NotFound;
        });
        return command;
    }

    private static Command Set()
    {
        var key = Key(ArgumentArity.ExactlyOne);
        var value = new Argument<string>("value") { Description = "取值；空值则删除 / Its value; an empty one takes it out" };
        var command = new Command("set", "保存到当前方案 / Keep it in the profile in use") { key, value };
        command.SetAction(parsed =>
        {
            Profiles.Open().Set(parsed.GetValue(key)!, parsed.GetRequiredValue(value));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Profile()
    {
        var name = new Argument<string?>("name")
        {
            Description = "改用此方案 / The profile to use from now on", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("profile", "列出方案，或者改用一个 / List the profiles, or use another one") { name };
        command.SetAction(parsed =>
        {
            var (screen, profiles) = (Screen.Current.Value!, Profiles.Open());
            if (parsed.GetValue(name) is { Length: > 0 } chosen)
            {
                profiles.Use(chosen);
            }

            foreach (var one in profiles.Names)
            {
                screen.Line($"{(one == profiles.Name ? "*" : " ")} {one}");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Argument<string?> Key(ArgumentArity arity)
    {
        var key = new Argument<string?>("key") { Description = string.Join(", ", Profiles.Keys), Arity = arity };
        _ = key.AcceptOnlyFromAmong([.. Profiles.Keys]);
        return key;
    }
}
