using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ExchangeHub.RuleFiles;

/// <summary>Writes what JSON says as YAML.</summary>
public static class YamlText
{
    private static readonly EmitterSettings OneLineEach = new EmitterSettings().WithBestWidth(int.MaxValue);

    /// <summary>Writes a document, which begins with three dashes.</summary>
    /// <param name="value">What it says. Texts are quoted, so that none of them is taken for a number, a day or a truth.</param>
    /// <returns>YAML with LF.</returns>
    public static string Write(JsonElement value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, OneLineEach);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: false));
        Write(emitter, value);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart());
                foreach (var (name, inner) in value.EnumerateObject().Select(property => (property.Name, property.Value)))
                {
                    emitter.Emit(new Scalar(name));
                    Write(emitter, inner);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (var inner in value.EnumerateArray())
                {
                    Write(emitter, inner);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(new Scalar(
                    AnchorName.Empty, TagName.Empty, value.GetString()!, ScalarStyle.DoubleQuoted, isPlainImplicit: false,
                    isQuotedImplicit: true));
                break;
            default:
                emitter.Emit(new Scalar(value.GetRawText()));
                break;
        }
    }
}
