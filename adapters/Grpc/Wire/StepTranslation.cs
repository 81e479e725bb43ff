using System.Collections.Immutable;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Step = ExchangeHub.Protos.Record.V1.EvidenceStep;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Reads the eight steps 八步法 of an evidence package: which are there, complete and in order.</summary>
/// <remarks>
/// Source: domain reference "Evidence", the eight steps as a checkable manifest. Complete is a step that passes the checks of
/// severity H which have the code of the step itself; curable is what fails one of severity R.
/// </remarks>
internal sealed class StepTranslation
{
    private const int StepCount = 8;
    private const int FirstDetail = (int)Step.DetailOneofCase.Locate;

    // In a covert check the certificate is shown and the record signed at the confrontation, whenever that is; off-site nobody
    // signs in or shows a certificate (Penalty Law 41).
    private static readonly ImmutableArray<int> LaterWhenCovert = [2, 6];
    private static readonly ImmutableArray<int> ReplacedOffsite = [1, 2];

    private readonly Step?[] _steps = new Step?[StepCount + 1];
    private readonly EvidenceMode _mode;
    private readonly StepCompleteness _completeness;

    private StepTranslation(Record record, EvidenceMode mode)
    {
        _mode = mode;
        _completeness = new StepCompleteness(record);
        foreach (var step in record.Evidence.Steps)
        {
            _steps[(int)step.DetailCase - FirstDetail + 1] ??= step;
        }
    }

    /// <summary>Reads the steps of a package.</summary>
    /// <returns>All eight, by number.</returns>
    public static IReadOnlyList<StepOnFile> Of(Record record, EvidenceMode mode)
    {
        var reading = new StepTranslation(record, mode);
        return [.. Enumerable.Range(1, StepCount).Select(reading.Read)];
    }

    private StepOnFile Read(int number)
    {
        var isRequired = !(_mode switch
        {
            EvidenceMode.Covert => LaterWhenCovert,
            EvidenceMode.Offsite => ReplacedOffsite,
            _ => [],
        }).Contains(number);
        if (_steps[number] is not { } step)
        {
            return new StepOnFile(number, false, isRequired, false, null, null, null);
        }

        var isInOrder = IsInOrder(number, step);
        return new StepOnFile(
            number,
            true,
            isRequired,
            (number != 1 || isInOrder) && _completeness.IsComplete(step),
            isInOrder,
            DayOf(step.StartedAt),
            step.EndedAt is { } end ? DayOf(end) : null)
        {
            HasCurableGap = _completeness.HasCurableGap(step),
        };
    }

    private bool IsInOrder(int number, Step step)
    {
        if (number <= 2 && _steps[1]?.Locate.OrderReason.Length > 0)
        {
            return true; // a check on a boat or vehicle, with its reason
        }

        if (number == 1)
        {
            return _steps[2] is not { } inform || TimeOf(step.StartedAt) <= TimeOf(inform.StartedAt);
        }

        for (var before = number - 1; before > 0; before--)
        {
            // 4 and 5 may interleave.
            if (_steps[before] is { } earlier && (before, number) != (4, 5) && !IsFree(before) && !IsFree(number))
            {
                return TimeOf(earlier.EndedAt ?? earlier.StartedAt) <= TimeOf(step.StartedAt);
            }
        }

        return true;
    }

    private bool IsFree(int number) => _mode == EvidenceMode.Covert && LaterWhenCovert.Contains(number);

    private static DateTimeOffset TimeOf(Google.Protobuf.WellKnownTypes.Timestamp wire)
    {
        _ = Instants.TryRead(wire, out var instant);
        return instant;
    }

    private static DateOnly DayOf(Google.Protobuf.WellKnownTypes.Timestamp wire) => CivilDates.Of(TimeOf(wire));
}
