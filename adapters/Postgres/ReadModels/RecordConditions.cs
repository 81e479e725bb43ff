using System.Globalization;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>The conditions of a search in SQL, over <c>hub_record r</c>.</summary>
/// <remarks>Every value is a parameter; the text of the statement depends only on which conditions there are.</remarks>
internal sealed class RecordConditions
{
    private const double MetresOfDegree = 111_000; // a little less than there are, so that the box is not too small
    private const int NamesMax = 5_000;

    private readonly List<object> _values = [];
    private readonly List<string> _days = ["true"];
    private readonly List<string> _others = ["true"];
    private readonly List<string> _walked = [];
    private readonly List<string> _indexed = [];
    private readonly List<string> _exact = ["true"];

    /// <summary>Makes the conditions.</summary>
    /// <param name="query">What to find.</param>
    /// <param name="network">Says to which group a receiver belongs.</param>
    /// <param name="names">Keys of the names that match; null when none was asked for.</param>
    public RecordConditions(RecordQuery query, Network network, long[]? names)
    {
        Add(_others, "(r.shown_to is null or r.shown_to && {0}::varchar[])", (object)Texts(query.Readers));
        AddDays(query);
        AddMarks(query);
        if (!query.HandOverOf.IsDefaultOrEmpty)
        {
            Narrow("r.marks && {0}::varchar[]", (object)query.HandOverOf.Select(RecordMarks.HandOver).ToArray());
        }

        AddNames(names);
        AddPlace(query.Around);
        if (query.RecognisedBy is { } receiver)
        {
            AddDecision(network, receiver, null, [Outcome.Recognised, Outcome.RecognisedWithFlag]);
        }

        if (query.Outcome is { } sought)
        {
            AddDecision(
                network, sought.Receiver, query.Reason, sought.Outcome is { } outcome ? [outcome] : Enum.GetValues<Outcome>());
        }
        else if (query.Reason is { } reason)
        {
            Narrow("r.outcomes @> array[{0}]::varchar[]", RecordMarks.Reason("", reason.ToString()));
        }
    }

    /// <summary>Gets a value indicating whether an index finds the few records that there may be.</summary>
    public bool IsNarrow { get; private set; }

    /// <summary>Gets the conditions by which the order is cut.</summary>
    public string Days => string.Join(" and ", _days);

    /// <summary>Gets the conditions as a row answers them that is looked at anyhow.</summary>
    public string Walked => string.Join(" and ", _others.Concat(_walked));

    /// <summary>Gets the same conditions as the indexes answer them, where there is one that does.</summary>
    public string Indexed => string.Join(" and ", _others.Concat(IsNarrow ? _indexed : _walked));

    /// <summary>Gets the conditions that are dear for each record and seldom untrue of one that meets the others.</summary>
    public string Exact => string.Join(" and ", _exact);

    /// <summary>Makes a command of a statement.</summary>
    public NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in _values)
        {
            _ = command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    /// <summary>Adds a value that is part of the statement.</summary>
    /// <returns>Its place.</returns>
    public string Next(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    private void AddDays(RecordQuery query)
    {
        if (query.DecidedFrom is { } from)
        {
            Add(_days, "r.decided_on >= {0}", from);
        }

        if (query.DecidedTo is { } to)
        {
            Add(_days, "r.decided_on <= {0}", to);
        }

        // The first half alone is what the index is searched by.
        if (query.After is { } after)
        {
            Add(_days, "r.decided_on <= {0} and (r.decided_on < {0} or r.dossier > {1})", after.DecidedOn,
                after.Dossier.ToString());
        }

        if (query.KnownFrom is { } known)
        {
            Narrow("r.known_on >= {0}", known);
        }

        if (query.KnownTo is { } knownTo)
        {
            Narrow("r.known_on <= {0}", knownTo);
        }
    }

    private void AddMarks(RecordQuery query)
    {
        string?[] marks =
        [
            query.Kind is { } kind ? RecordMarks.Kind(kind) : null,
            query.Jurisdiction is { } jurisdiction ? RecordMarks.Jurisdiction(jurisdiction) : null,
            query.Subject is { } subject ? RecordMarks.Subject(subject) : null,
            query.DocumentNumber is { } number ? RecordMarks.Document(number) : null,
            query.Industry is { } industry ? RecordMarks.Industry(industry) : null,
            query.Violation is { } violation ? RecordMarks.Violation(violation) : null,
            query.Issuer is { } issuer ? RecordMarks.Issuer(issuer) : null,
            query.WaterBody is { } water ? RecordMarks.Water(water) : null,
        ];
        if (marks.OfType<string>().ToArray() is { Length: > 0 } asked)
        {
            Narrow("r.marks @> {0}::varchar[]", (object)asked);
        }
    }

    // Many names are no help to an index; then the records are looked through, and enough of them are soon found. Of few each is
    // looked up by itself: an index that is asked for many keys at once compares every row it finds with all of them.
    private void AddNames(long[]? names)
    {
        if (names is null)
        {
            return;
        }

        var keys = Next(names);
        _walked.Add($"exists (select from unnest(r.names) name where name = any({keys}))");
        if (names.Length <= NamesMax)
        {
            IsNarrow = true;
            _indexed.Add(
                $"""
                r.ctid = any(array(select n.ctid from unnest({keys}) key
                  cross join lateral (select ctid from hub_record n where n.names @> array[key] offset 0) n))
                """);
        }
        else
        {
            _indexed.Add(_walked[^1]);
        }
    }

    private void AddPlace(Vicinity? around)
    {
        if (around is not { Centre: var centre, Metres: var metres })
        {
            return;
        }

        var north = metres / MetresOfDegree;
        var east = north / Math.Max(0.01, Math.Cos(double.DegreesToRadians(Math.Abs(centre.Latitude) + north)));
        var (west, eastern) = (centre.Longitude - east, centre.Longitude + east);
        if (west < -180 || eastern > 180)
        {
            (west, eastern) = (-180, 180);
        }

        Narrow(
            "r.place <@ box(point({0}, {1}), point({2}, {3}))", west, centre.Latitude - north, eastern, centre.Latitude + north);
        Add(
            _others,
            """
            2 * 6371008.8 * asin(least(1, sqrt(
              sin(radians(r.place[1] - {1}) / 2) ^ 2
              + cos(radians(r.place[1])) * cos(radians({1})) * sin(radians(r.place[0] - {0}) / 2) ^ 2))) <= {2}
            """,
            centre.Longitude, centre.Latitude, (double)metres);
    }

    // The marks say that some receivers decided so; the decisions themselves whether it is the one that holds for this receiver.
    // Asked as a value and not as EXISTS, which the planner would make a join of all decisions.
    private void AddDecision(Network network, Jurisdiction receiver, ReasonCode? reason, Outcome[] outcomes)
    {
        var own = receiver.ToString();
        string[] groups =
            [.. network.Agreement.RuleSets.Select(rules => rules.GroupOf(receiver)?.Name).OfType<string>().Distinct()];
        string[] sought = reason is { } code
            ? [.. groups.Append(own).Select(receivers => RecordMarks.Reason(receivers, code.ToString()))]
            : [.. groups.Append(own).SelectMany(receivers => outcomes.Select(one => RecordMarks.Outcome(receivers, one)))];
        Narrow("r.outcomes && {0}::varchar[]", (object)sought);
        Add(
            _exact,
            """
            (select true from hub_recognition d where d.dossier = r.dossier
              and d.outcome = any({2})
              and d.reasons @> {3}::varchar[]
              and (d.receivers = {0} or (d.is_group and d.receivers = any({1}) and not ({0} = any(d.excepted))
                and not exists (select from hub_recognition o where o.dossier = r.dossier and o.receivers = {0})))
              limit 1) is true
            """,
            own, groups, outcomes.Select(outcome => (int)outcome).ToArray(),
            reason is { } asked ? new[] { asked.ToString() } : Array.Empty<string>());
    }

    private static string[] Texts(IEnumerable<Jurisdiction> divisions) => [.. divisions.Select(one => one.ToString())];

    private void Narrow(string sql, params object[] values)
    {
        IsNarrow = true;
        Add(_others, sql, values);
    }

    private void Add(List<string> conditions, string sql, params object[] values) =>
        conditions.Add(string.Format(CultureInfo.InvariantCulture, sql, [.. values.Select(value => (object)Next(value))]));
}
