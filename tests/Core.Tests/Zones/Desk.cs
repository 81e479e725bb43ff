using System.Globalization;
using System.Text;
using System.Text.Json;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Zones;

/// <summary>A node at work: turns drafts and events into statements and counts them.</summary>
internal sealed class Desk(NodeId node, Issuer issuer)
{
    private long _sequence;

    public static Desk OfQingpu => new(DemoNetwork.QingpuNode, QingpuBureau);

    public static Desk OfWujiang => new(DemoNetwork.WujiangNode, SuzhouBureau);

    public static Desk OfJiashan => new(DemoNetwork.JiashanNode, JiaxingBureau);

    /// <summary>Gets the platform of the province, which may publish for the bureau that signs in Jiashan.</summary>
    public static Desk OfThePlatform => new(DemoNetwork.PlatformNode, JiaxingBureau);

    public static Desk OfTheArbiter => new(DemoNetwork.ArbiterNode, Committee);

    /// <summary>Reads an instant of the tests: <c>2026-05-12 18:05</c>, or a day, which means ten in the morning.</summary>
    public static DateTimeOffset Instant(string text) => new(
        DateTime.ParseExact(text.Length == 10 ? text + " 10:00" : text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            TimeSpan.FromHours(8));

    /// <summary>Publishes a record.</summary>
    public Statement Publish(Draft draft, string at) => Publish(draft, 1, null, at);

    /// <summary>Publishes the version after another one.</summary>
    public Statement Correct(Statement before, Draft draft, string at) =>
        Publish(draft, ((StatementBody.RecordVersion)before.Body).Version + 1, before.Content, at);

    /// <summary>Publishes any version, however little it fits.</summary>
    public Statement Publish(Draft draft, int version, Digest? previous, string at) => Say(
        draft,
        draft.Issuer,
        at,
        draft.Content,
        new StatementBody.RecordVersion(version, previous, draft.Jurisdiction, draft.Subjects, draft.Links, draft.Details)
        {
            Caption = new RecordCaption(draft.Dossier.BusinessKey[^1], []),
            Reliances = draft.Reliances,
            RestsOnDocuments = draft.RestsOnDocuments,
        });

    /// <summary>Reports what happened to a record, on the day itself unless said otherwise.</summary>
    public Statement Report(Draft about, string on, LifeCycleFact fact, string? at = null) => Say(
        about,
        issuer,
        at ?? on,
        Digest.Of(Encoding.UTF8.GetBytes($"{about.Dossier} {on} {fact.GetType().Name} {JsonSerializer.Serialize<object>(fact)}")),
        new StatementBody.LifeCycleEvent(CivilDates.Parse(on), fact));

    private Statement Say(Draft draft, Issuer speaker, string at, Digest content, StatementBody body) =>
        new(node, ++_sequence, draft.Dossier, draft.Record, speaker, Instant(at), content, body);
}
