using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ExchangeHub.Agreements;
using ExchangeHub.Records;
using ExchangeHub.RuleFiles;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Agreements;

/// <summary>The parties of the zone around a table, each with its key.</summary>
internal sealed class AgreementTable : IDisposable
{
    private static readonly string Fourth =
        File.ReadAllText(Path.Combine(DemoNetwork.Samples, "rules/yrd-demo-2020-v4.yaml"));

    private readonly Dictionary<Jurisdiction, ECDsa> _keys;

    public AgreementTable()
    {
        _keys = DemoNetwork.Standard.Parties.Keys.ToDictionary(party => party, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256));
        State = AgreementState.Of(DemoNetwork.Standard with
        {
            Parties = DemoNetwork.Standard.Parties.ToImmutableDictionary(
                party => party.Key, party => party.Value with { Keys = [Public(_keys[party.Key])] }),
        });
    }

    public AgreementState State { get; private set; }

    /// <summary>Writes the fourth version once more with another number, first day and members.</summary>
    public static byte[] Document(int number, string from, params string[] members) => Encoding.UTF8.GetBytes(Fourth
        .Replace("number: 4", $"number: {number}", StringComparison.Ordinal)
        .Replace("inForceFrom: 2026-08-15", $"inForceFrom: {from}", StringComparison.Ordinal)
        .Replace(
            """members: ["310118", "320509", "330421"]""",
            $"members: [{string.Join(", ", members.Select(member => $"\"{member}\""))}]", StringComparison.Ordinal));

    /// <summary>A party does something on a day, at noon.</summary>
    /// <returns>Why it may not; null when it was taken.</returns>
    public Rejection? Try(Jurisdiction party, string day, AgreementDeed deed, int? after = null)
    {
        var at = DateTimeOffset.Parse($"{day}T12:00:00+08:00", null);
        var act = new AgreementAct(party, after ?? State.Acts, at, deed);
        if (AgreementActs.Check(State, act, at, RuleSetFolder.Parse) is { } rejection)
        {
            return rejection;
        }

        State = State.Apply(act, at, RuleSetFolder.Parse);
        return null;
    }

    public void Do(Jurisdiction party, string day, AgreementDeed deed) => Assert.Null(Try(party, day, deed)?.Message.English);

    /// <summary>Drafts and proposes a document, and has some parties sign it.</summary>
    public void Conclude(byte[] document, string day, params Jurisdiction[] parties)
    {
        Do(parties[0], day, new AgreementDeed.Draft(document));
        Do(parties[0], day, new AgreementDeed.Propose(Digest.Of(document)));
        foreach (var party in parties)
        {
            Do(party, day, Signature(party, document));
        }
    }

    public AgreementDeed.Sign Signature(Jurisdiction party, byte[] document) =>
        new(Digest.Of(document), SignedDocument.Sign(document, _keys[party]));

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static VerificationKey Public(ECDsa key) => new(Es256.Suite, key.ExportSubjectPublicKeyInfo());
}
