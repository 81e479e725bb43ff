using System.Collections.Immutable;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Guards;

/// <summary>A decision about a subject, as one receiver sees it.</summary>
/// <param name="Dossier">The dossier.</param>
/// <param name="Current">The version that was judged.</param>
/// <param name="Assessment">What the receiver makes of it on the day.</param>
/// <param name="Weight">How it weighs.</param>
/// <param name="Act">Numbers the acts from 1; decisions on one act have one number.</param>
public sealed record StandingEntry(
    DossierId Dossier, FiledStatement Current, Assessment Assessment, Weight Weight, int Act);

/// <summary>How a subject stands with a receiver.</summary>
/// <param name="IsFirst">Whether a violation would be the first one.</param>
/// <param name="ViolationCount">How many acts count, each once, however many decisions there are on it. There may be more while
/// something is open.</param>
/// <param name="Entries">Every decision in the period, newest first, then by dossier; also those that do not count.</param>
/// <param name="Unknown">Why more may be there than the hub knows; empty when nothing speaks for it.</param>
public sealed record Standing(
    Answer IsFirst, int ViolationCount, ImmutableArray<StandingEntry> Entries, ImmutableArray<Wording> Unknown)
{
    /// <summary>Gets a value indicating whether something is open, so that the count may still rise.</summary>
    public bool IsOpen => !Unknown.IsEmpty || Entries.Any(entry => entry.Weight == Weight.Open);

    /// <summary>Works out how a subject stands. Pure: the same facts give the same answer everywhere.</summary>
    /// <param name="network">Parties and rules.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="dossiers">Every dossier that ever named the subject and could lie in the period; others do no harm.</param>
    /// <returns>The answer, with all that it rests on.</returns>
    public static Standing Of(
        Network network, StandingQuestion question, IEnumerable<KeyValuePair<DossierId, DossierFacts>> dossiers)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(question);
        var known = dossiers
            .Select(dossier => KeyValuePair.Create(
                dossier.Key, question.KnownAt is { } at ? dossier.Value.AsKnownAt(at) : dossier.Value))
            .Where(dossier => Concerns(question, dossier.Key, dossier.Value)).ToArray();
        var casebook = new Casebook(network, known);
        var shown = known.ToLookup(dossier => Audience.Includes(network, dossier.Value, question.Receiver));
        var entries = shown[true]
            .Select(dossier => Entry(network, question, dossier.Key, dossier.Value))
            .OrderByDescending(entry => Assessor.Details(entry.Current).DecidedOn)
            .ThenBy(entry => entry.Dossier.ToString(), StringComparer.Ordinal).ToArray();
        var metres = network.Agreement.InForceOn(question.ValidOn)?.SameActMetres ?? 0;
        var acts = Weighing.ByAct(entries, entry => casebook.ActOf(entry.Dossier, question.Subject), metres);
        var numbered = acts
            .SelectMany((act, index) => act.Select(entry => (entry.Dossier, Number: index + 1)))
            .ToDictionary(entry => entry.Dossier, entry => entry.Number);
        var count = acts.Count(act => act.Exists(entry => entry.Weight == Weight.Counts)
            || (act.Count > 1 && act.TrueForAll(entry => Weighing.IsDisputedOnly(entry.Assessment))));
        ImmutableArray<Wording> unknown = [.. WhyUnknown(network, question), .. shown[false].Take(1).Select(_ => new Wording(
            "另有仅限有关案件各方查阅的记录，未计入。", "There is something that only the parties of a case may see; it is not counted."))];
        return new Standing(
            count > 0 ? Answer.No
                : !unknown.IsEmpty || Array.Exists(entries, entry => entry.Weight == Weight.Open) ? Answer.NotKnown : Answer.Yes,
            count,
            [.. entries.Select(entry => entry with { Act = numbered[entry.Dossier] })],
            unknown);
    }

    private static bool Concerns(StandingQuestion question, DossierId dossier, DossierFacts facts) =>
        question.Kinds.Contains(dossier.Kind)
        && facts.Current?.Statement.Body is StatementBody.RecordVersion record
        && record.Subjects.Contains(question.Subject, StringComparer.Ordinal)
        && record.Details.DecidedOn >= question.From && record.Details.DecidedOn <= question.ValidOn
        && (question.Violation is null || question.Violation == SortOf(record.Details));

    /// <summary>Gets the sort of violation that a decision is about.</summary>
    /// <param name="details">The decision.</param>
    /// <returns>Its code, or the words for it; empty where nobody says it.</returns>
    public static string SortOf(RecordDetails details) => details switch
    {
        RecordDetails.Penalty penalty => penalty.Violation,
        RecordDetails.NoPenalty decision => decision.Violation,
        _ => "",
    };

    private static StandingEntry Entry(Network network, StandingQuestion question, DossierId dossier, DossierFacts facts)
    {
        var assessment = Staleness.Mark(
            network, facts, Assessor.Assess(network, facts, question.Receiver, question.ValidOn), question.ValidOn);
        var current = facts.Current!;
        return new StandingEntry(dossier, current, assessment, Weighing.Of(Assessor.Details(current), assessment), 0);
    }

    private static IEnumerable<Wording> WhyUnknown(Network network, StandingQuestion question)
    {
        if (network.Agreement.InForceOn(question.ValidOn)?.Binds(question.Receiver) != true)
        {
            yield return new Wording(
                $"{CivilDates.Format(question.ValidOn)} 没有对 {question.Receiver} 生效的互认协议，其他地区的决定对其不产生互认效力。",
                $"No agreement bound {question.Receiver} on {CivilDates.Format(question.ValidOn)}: it recognises nobody else's "
                    + "decisions on that day.");
        }

        if (CivilDates.Of(question.KnownAt ?? question.AskedAt) is var last && question.ValidOn > last)
        {
            yield return new Wording(
                $"所问日期 {CivilDates.Format(question.ValidOn)} 晚于已知情况的截止日 {CivilDates.Format(last)}，其后的决定尚不知悉。",
                $"The day asked about, {CivilDates.Format(question.ValidOn)}, is after {CivilDates.Format(last)}, the last of "
                    + "which anything is known.");
        }

        foreach (var silence in network.Silences.Where(one => question.ValidOn >= one.SinceOn
            && network.Nodes.GetValueOrDefault(one.Node)?.Party is { } party && party != question.Receiver))
        {
            yield return new Wording(
                $"{silence.Node} 自 {CivilDates.Format(silence.SinceOn)} 起失联，其后的决定和状态变更可能尚未报送。",
                $"Nothing has been heard of {silence.Node} since {CivilDates.Format(silence.SinceOn)}: it may hold decisions and "
                    + "changes of which nothing is known.");
        }

        if (question.BeganAt is null || question.KnownAt < question.BeganAt)
        {
            yield return new Wording(
                "枢纽当时尚未收到任何报送。", "The hub had not taken any statement by then.");
        }
    }
}
