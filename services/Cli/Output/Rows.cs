using System.Text;
using System.Text.Json.Nodes;
using ExchangeHub.Grpc.Wire;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ExchangeHub.Cli.Output;

/// <summary>Rows of one shape as they come: lines of JSON, or a sheet. A table is drawn at the end by who knows it.</summary>
internal sealed class Rows(Screen screen, MessageDescriptor row)
{
    private bool _hasBegun;
    private long _sinceEnd;

    /// <summary>Writes a row; nothing where a table is to be drawn.</summary>
    public void Add(IMessage one)
    {
        Begin();
        _sinceEnd++;
        if (screen.Format is "json" or "yaml")
        {
            screen.Json(one);
        }
        else if (screen.Format == "ndjson")
        {
            screen.Raw(CanonicalLine.Of(one));
        }
        else if (screen.Format == "csv")
        {
            screen.Raw(SheetText.Row(one));
        }
    }

    /// <summary>Ends the rows, or a part of them that is signed by itself: a stream that breaks would look whole.</summary>
    public void End(string cursor, IMessage? signed = null)
    {
        Begin();
        if (screen.Format == "ndjson")
        {
            var end = new JsonObject { ["_end"] = true, ["count"] = _sinceEnd };
            if (cursor.Length > 0)
            {
                end["cursor"] = cursor;
            }

            if (signed is not null)
            {
                end["signed"] = JsonNode.Parse(Encoding.UTF8.GetString(CanonicalLine.Of(signed)));
            }

            screen.Json(end);
        }

        _sinceEnd = 0;
    }

    private void Begin()
    {
        if (!_hasBegun && screen.Format == "csv")
        {
            screen.Raw(SheetText.Head(row, withMark: true));
        }

        _hasBegun = true;
    }
}
