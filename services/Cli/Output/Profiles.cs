using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExchangeHub.Cli.Output;

/// <summary>What somebody does not want to say each time, by profile: a file of the user's own. Options and the environment go
/// before it.</summary>
internal sealed class Profiles
{
    /// <summary>The profile of whoever has named none.</summary>
    public const string Default = "default";

    private const string Prefix = "EXCHANGEHUB_";
    private const string Section = "profiles";
    private const string Chosen = "profile";
    private static readonly JsonSerializerOptions Indented = new(Screen.Readable) { WriteIndented = true };
    private readonly JsonObject _all;

    private Profiles(JsonObject all) => _all = all;

    /// <summary>Gets what can be set, each as the variable of the environment that has it otherwise.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["hub", "node", "identity", "purpose"];

    /// <summary>Gets the profile in use.</summary>
    public string Name => (string?)_all[Chosen] ?? Default;

    /// <summary>Gets the names of all profiles, the one in use among them.</summary>
    public IEnumerable<string> Names => (_all[Section]?.AsObject().Select(one => one.Key) ?? []).Append(Name).Distinct()
        .Order(StringComparer.Ordinal);

    /// <summary>Opens the file.</summary>
    /// <exception cref="CommandException">It is none of ours.</exception>
    public static Profiles Open()
    {
        if (!File.Exists(FileName))
        {
            return new Profiles([]);
        }

        try
        {
            var all = JsonNode.Parse(File.ReadAllText(FileName))!.AsObject();
            _ = all[Section]?.AsObject().SelectMany(one => one.Value!.AsObject()).Select(pair => (string?)pair.Value).ToList();
            _ = (string?)all[Chosen];
            return new Profiles(all);
        }
        catch (Exception misshapen) when (misshapen is JsonException or InvalidOperationException or NullReferenceException
            or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCode.Usage,
                $"配置文件 {FileName} 无法读取。请改正或者删除后重试。", $"The file {FileName} cannot be read. Mend it, or remove it.");
        }
    }

    /// <summary>Puts what the profile in use has where the environment has nothing.</summary>
    public void Apply()
    {
        foreach (var key in Keys)
        {
            if (Find(key) is { } value && Environment.GetEnvironmentVariable(Variable(key)) is null)
            {
                Environment.SetEnvironmentVariable(Variable(key), value);
            }
        }
    }

    /// <summary>Finds what the profile in use has.</summary>
    public string? Find(string key) => (string?)_all[Section]?[Name]?[key];

    /// <summary>Sets it, or takes it out where the value is empty.</summary>
    public void Set(string key, string value)
    {
        var own = Own();
        if (value.Length == 0)
        {
            _ = own.Remove(key);
        }
        else
        {
            own[key] = value;
        }

        Save();
    }

    /// <summary>Uses another profile; one that is not there yet is empty.</summary>
    public void Use(string name)
    {
        _all[Chosen] = name;
        _ = Own();
        Save();
    }

    private static string Variable(string key) => Prefix + key.ToUpperInvariant();

    private static string FileName => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } own ? own
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
        "exchangehub", "xhub.json");

    private JsonObject Own()
    {
        var all = _all[Section]?.AsObject() ?? [];
        _all[Section] ??= all;
        var own = all[Name]?.AsObject() ?? [];
        all[Name] ??= own;
        return own;
    }

    // Whole or not at all.
    private void Save()
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(FileName)!);
        var made = $"{FileName}.new";
        File.WriteAllText(made, _all.ToJsonString(Indented) + "\n");
        File.Move(made, FileName, overwrite: true);
    }
}
