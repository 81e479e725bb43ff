using System.Text.Json.Nodes;

namespace ExchangeHub.DualPublicity;

/// <summary>A record in the making, as proto3 JSON.</summary>
internal sealed class RecordDraft
{
    // Where the named elements of a list stand.
    private readonly Dictionary<(JsonNode List, string Name), int> _slots = [];

    /// <summary>Gets the record.</summary>
    public JsonObject Root { get; } = [];

    /// <summary>Reads a place.</summary>
    /// <param name="path">The place.</param>
    /// <param name="element">Which element of the list of the path; ignored when the path means one place.</param>
    /// <returns>The value, or null when there is none.</returns>
    public JsonNode? Get(FieldPath path, int element = 0)
    {
        JsonNode? node = Root;
        foreach (var step in path.Steps)
        {
            node = (node as JsonObject)?[step.Name];
            if (step.Slot is { } slot)
            {
                var index = slot == "*" ? element : FindSlot(node, slot);
                node = node is JsonArray list && index >= 0 && index < list.Count ? list[index] : null;
            }
        }

        return node;
    }

    /// <summary>Counts the elements of the list that a path means.</summary>
    /// <param name="path">A path with <c>[*]</c>.</param>
    /// <returns>How many there are.</returns>
    public int Count(FieldPath path)
    {
        JsonNode? node = Root;
        foreach (var step in path.Steps)
        {
            node = (node as JsonObject)?[step.Name];
            if (step.Slot == "*")
            {
                return (node as JsonArray)?.Count ?? 0;
            }

            if (step.Slot is { } slot)
            {
                var index = FindSlot(node, slot);
                node = index < 0 ? null : ((JsonArray)node!)[index];
            }
        }

        return 0;
    }

    /// <summary>Writes a place, making what is around it.</summary>
    /// <param name="path">The place.</param>
    /// <param name="value">The value; it becomes part of the record.</param>
    /// <param name="element">Which element of the list of the path, at most one beyond the last.</param>
    public void Set(FieldPath path, JsonNode value, int element = 0)
    {
        var parent = Root;
        for (var position = 0; position < path.Steps.Length; position++)
        {
            var step = path.Steps[position];
            var isLeaf = position == path.Steps.Length - 1;
            if (step.Slot is null)
            {
                if (isLeaf)
                {
                    parent[step.Name] = value;
                    return;
                }

                parent = (JsonObject)(parent[step.Name] ??= new JsonObject());
                continue;
            }

            var list = (JsonArray)(parent[step.Name] ??= new JsonArray());
            var index = step.Slot == "*" ? element : FindSlot(list, step.Slot);
            if (index < 0)
            {
                index = list.Count;
                _slots[(list, step.Slot)] = index;
            }

            if (index == list.Count)
            {
                list.Add(isLeaf ? null : new JsonObject());
            }

            if (isLeaf)
            {
                list[index] = value;
                return;
            }

            parent = (JsonObject)list[index]!;
        }
    }

    private int FindSlot(JsonNode? list, string slot) =>
        list is null ? -1 : _slots.GetValueOrDefault((list, slot), -1);
}
