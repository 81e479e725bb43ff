using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Postgres.Stored;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Npgsql;

namespace ExchangeHub.Postgres.ReadModels;

/// <summary>Counts decisions in one pass over the records of a period, by the tables that <see cref="RecordProjection"/>
/// keeps.</summary>
internal static class DecisionTally
{
    // A decision for a group is one for each member that is not excepted and has none of its own. Who belonged to a group that
    // the rules do not have any more is counted no longer.
    private const string Sql =
        """
        select r.jurisdiction, p.party, r.kind, d.outcome, count(*)
        from hub_record r
          join hub_recognition d on d.dossier = r.dossier
          join unnest($3::varchar[], $4::varchar[]) p (party, receivers) on p.receivers = d.receivers
        where r.decided_on >= $1 and r.decided_on <= $2 and ($5 = '' or r.kind = $5)
          and (r.shown_to is null or r.shown_to && $6::varchar[])
          and (not d.is_group or (not (p.party = any(d.excepted))
            and not exists (select from hub_recognition o where o.dossier = d.dossier and o.receivers = p.party)))
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
        """;

    /// <summary>Makes the command.</summary>
    public static NpgsqlCommand Command(
        NpgsqlDataSource source, Network network, (DateOnly From, DateOnly To) days, RecordKind? kind,
        ImmutableArray<Jurisdiction> readers)
    {
        var receivers = network.Parties.Keys.SelectMany(party => network.Agreement.RuleSets
                .Select(rules => rules.GroupOf(party)?.Name).OfType<string>().Append($"{party}").Distinct(StringComparer.Ordinal)
                .Select(name => (Party: $"{party}", Name: name)))
            .ToArray();
        var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = days.From });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = days.To });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. receivers.Select(one => one.Party)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. receivers.Select(one => one.Name)] });
        command.Parameters.Add(SubjectRows.Text(kind?.Code() ?? ""));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. readers.Select(reader => $"{reader}")] });
        return command;
    }

    /// <summary>Reads a row.</summary>
    public static DecisionCount Read(NpgsqlDataReader row) => new(
        Form.Division(row.GetString(0)),
        Form.Division(row.GetString(1)),
        RecordKinds.TryParse(row.GetString(2), out var kind) ? kind
            : throw new InvalidDataException($"The index holds a record of the unknown kind {row.GetString(2)}."),
        (Outcome)row.GetInt32(3),
        row.GetInt64(4));
}
