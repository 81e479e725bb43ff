using ExchangeHub.Records;

namespace ExchangeHub.Hub.Publications;

/// <summary>Keeps this process from losing against itself: statements that will change one stream go one after the
/// other.</summary>
/// <remarks>Lanes are taken in ascending order, so that two statements never wait for each other.</remarks>
internal sealed class Lanes
{
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, 4_096).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the lanes of a statement.</summary>
    /// <returns>Gives them back when it is disposed of.</returns>
    public async Task<IDisposable> EnterAsync(Statement statement, CancellationToken cancellation)
    {
        var taken = new Taken();
        try
        {
            foreach (var index in KeysOf(statement).Select(LaneOf).Distinct().Order())
            {
                await _lanes[index].WaitAsync(cancellation);
                taken.Add(_lanes[index]);
            }
        }
        catch (OperationCanceledException)
        {
            taken.Dispose();
            throw;
        }

        return taken;
    }

    // Penalties of one subject meet in its file, everything meets in its dossier; who cites a record meets it, and others who
    // cite it, under its id. Acts of joint cases are few and go one after the other, behind the record that they name.
    private static IEnumerable<string> KeysOf(Statement statement)
    {
        if (statement.Body is StatementBody.CaseAct act)
        {
            yield return "team";
            if (act.Deed.Names is { } named)
            {
                yield return named.ToString();
            }

            yield break;
        }

        yield return statement.Record.ToString();
        yield return statement.Dossier.ToString();
        if (statement.Body is not StatementBody.RecordVersion record)
        {
            yield break;
        }

        if (record is { Details: RecordDetails.Penalty, Subjects: [var subject, ..] })
        {
            yield return subject;
        }

        foreach (var reliance in record.Reliances)
        {
            yield return reliance.Of.ToString();
        }
    }

    private int LaneOf(string key) => (key.GetHashCode(StringComparison.Ordinal) & int.MaxValue) % _lanes.Length;

    private sealed class Taken : List<SemaphoreSlim>, IDisposable
    {
        public void Dispose()
        {
            foreach (var lane in this)
            {
                _ = lane.Release();
            }

            Clear();
        }
    }
}
