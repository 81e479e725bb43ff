using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Cases;
using ExchangeHub.EventLog;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Publications;

/// <summary>Judges an act in a joint case by all that it depends on, and writes it as appends.</summary>
internal sealed class CaseFiling(NetworkInForce network, CaseFiles files, IEventCodec codec)
{
    /// <summary>Judges an act.</summary>
    /// <param name="envelope">The statement as its node signed it.</param>
    /// <param name="statement">The same, read; its body is an act.</param>
    /// <param name="at">When the hub took it.</param>
    /// <param name="cancellation">Ends the reads early.</param>
    /// <returns>The appends, on the condition that nothing that was read has changed; or why the act is rejected.</returns>
    public async Task<(ImmutableArray<StreamAppend> Appends, Rejection? Rejection)> JudgeAsync(
        Envelope envelope, Statement statement, DateTimeOffset at, CancellationToken cancellation)
    {
        if (Entitlement.Check(network(), DossierFacts.Empty, statement) is { } notEntitled)
        {
            return ([], notEntitled);
        }

        var act = (StatementBody.CaseAct)statement.Body;
        var party = files.PartyOf(statement.Node)!.Value;
        var teamActs = await files.ReadAsync(Team.Stream, cancellation);
        var team = files.TeamOf(teamActs);
        ImmutableArray<FiledStatement> acts =
            act.Number.Length == 0 ? [] : await files.ReadAsync(JointCase.StreamOf(act.Number), cancellation);
        var context = new CaseContext(
            team,
            JointCase.Of(acts, team, files.PartyOf),
            await files.FindAsync(act.Deed.Names, party, cancellation),
            network().Parties.ContainsKey);
        if (CaseActs.Check(context, statement, party) is { } rejection)
        {
            return ([], rejection);
        }

        var filed = codec.Encode(
            EventIds.Of(Dsse.DigestOf(envelope), 0),
            new DossierEvent.StatementFiled(envelope, statement, Disposition.Accepted, at)
            {
                ShownTo = CaseActs.ShownTo(context.Case, act.Deed),
            });

        // The case rests on the team as it was read: who leads must not have changed meanwhile.
        return (
            act.Number.Length == 0
                ? [new StreamAppend(Team.Stream, teamActs.Length, [filed])]
                : [
                    new StreamAppend(JointCase.StreamOf(act.Number), acts.Length, [filed]),
                    new StreamAppend(Team.Stream, teamActs.Length, []),
                ],
            null);
    }
}
