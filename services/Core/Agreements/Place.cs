using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>A value of a JSON file and where it stands, such as <c>$.nodes[0].party</c>.</summary>
internal readonly record struct Place(string Path, JsonElement Value)
{
    public bool HasNames => Value.ValueKind == JsonValueKind.Object;

    public Place At(string name) => Find(name) ?? throw Wrong($"Expected '{name}'; found nothing.");

    public Place? Find(string name)
    {
        Expect(JsonValueKind.Object, "an object in braces");
        return Value.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null
            ? new Place($"{Path}.{name}", found)
            : null;
    }

    public Places List(string name)
    {
        var list = At(name);
        list.Expect(JsonValueKind.Array, "a list in square brackets");
        return new Places([.. list.Value.EnumerateArray().Select((value, index) => new Place($"{list.Path}[{index}]", value))]);
    }

    /// <summary>Turns down names that mean nothing here, which are misspelt ones mostly, and names that stand twice.</summary>
    public void Only(params string[] names)
    {
        Expect(JsonValueKind.Object, "an object in braces");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in Value.EnumerateObject())
        {
            if (!names.Contains(property.Name, StringComparer.Ordinal))
            {
                throw Wrong($"Expected one of {string.Join(", ", names)}; found '{property.Name}'.");
            }

            if (!seen.Add(property.Name))
            {
                throw Wrong($"Expected '{property.Name}' once; found it twice.");
            }
        }
    }

    public string Text()
    {
        Expect(JsonValueKind.String, "a text in quotation marks");
        return Value.GetString() is { Length: > 0 } text ? text : throw Wrong("Expected a text; found nothing.");
    }

    public string Text(Regex shape, string what) =>
        Text() is var text && shape.IsMatch(text) ? text : throw Wrong($"Expected {what}; found '{text}'.");

    public int Number(int minimum, int maximum) =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out var number) && number >= minimum && number <= maximum
            ? number
            : throw Wrong($"Expected a whole number from {minimum} to {maximum}; found {Value.GetRawText()}.");

    public bool Truth() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Value.GetBoolean()
        : throw Wrong($"Expected true or false; found {Value.GetRawText()}.");

    public T Read<T>(Func<string, T> parse)
    {
        try
        {
            return parse(Text());
        }
        catch (FormatException wrong)
        {
            throw Wrong(wrong.Message);
        }
    }

    public FormatException Wrong(string sentence) => new($"Network file, {Path}: {sentence}");

    /// <summary>Turns down a division that is none of the parties.</summary>
    public FormatException NoParty(Jurisdiction division, IEnumerable<Jurisdiction> parties)
    {
        var listed = string.Join(", ", parties.Select(party => party.ToString()).Order(StringComparer.Ordinal));
        return Wrong($"Expected one of the parties, {listed}; found '{division}'.");
    }

    private void Expect(JsonValueKind kind, string what)
    {
        if (Value.ValueKind != kind)
        {
            throw Wrong($"Expected {what}; found {Value.ValueKind switch
            {
                JsonValueKind.Object => "an object",
                JsonValueKind.Array => "a list",
                JsonValueKind.Null => "nothing",
                _ => Value.GetRawText(),
            }}.");
        }
    }
}

/// <summary>The entries of a list.</summary>
internal readonly record struct Places(ImmutableArray<Place> Entries)
{
    /// <summary>Reads the entries, none of which may be there twice.</summary>
    public ImmutableArray<T> Distinct<T, TKey>(Func<Place, T> read, Func<T, TKey> key, string rule)
        where TKey : notnull
    {
        var seen = new Dictionary<TKey, string>();
        var entries = ImmutableArray.CreateBuilder<T>(Entries.Length);
        foreach (var place in Entries)
        {
            var entry = read(place);
            if (!seen.TryAdd(key(entry), place.Path))
            {
                throw place.Wrong($"{rule}; found '{key(entry)}' at {seen[key(entry)]} too.");
            }

            entries.Add(entry);
        }

        return entries.MoveToImmutable();
    }

    public ImmutableArray<Place>.Enumerator GetEnumerator() => Entries.GetEnumerator();
}
