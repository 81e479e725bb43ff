using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Protos.Record.V1;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.SystemTests.Zone;

/// <summary>Penalties without end that have nothing to do with each other.</summary>
internal static class Penalties
{
    /// <summary>Signs the next ones of Wujiang, each with a document number and an act of its own.</summary>
    public static List<Envelope> Next(this NodeVoice wujiang, int count, int firstNumber) =>
        [.. Enumerable.Range(firstNumber, count).Select(number => wujiang.Say(Numbered(number), Samples.PublishedAt))];

    private static Record Numbered(int number)
    {
        var record = Samples.Penalty();
        record.Penalty.DocumentNumber = $"苏环行罚字〔2026〕09第{number}号";

        // A natural person has no file in which all penalties would meet.
        record.Subjects[0] = Samples.Driver;
        return record;
    }
}
