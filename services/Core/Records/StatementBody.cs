using System.Collections.Immutable;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>What a statement says.</summary>
public abstract record StatementBody
{
    private StatementBody() { }

    /// <summary>A record, or a new version of one.</summary>
    /// <param name="Version">Counted from 1.</param>
    /// <param name="PreviousVersion">Content of the version that it follows; null for version 1.</param>
    /// <param name="Jurisdiction">The division that has venue.</param>
    /// <param name="Subjects">Credit codes of the subjects; natural persons are not among them.</param>
    /// <param name="Links">Other records that it names.</param>
    /// <param name="Details">What is particular to its kind.</param>
    public sealed record RecordVersion(
        int Version,
        Digest? PreviousVersion,
        Jurisdiction Jurisdiction,
        ImmutableArray<string> Subjects,
        ImmutableArray<RecordLink> Links,
        RecordDetails Details) : StatementBody
    {
        /// <summary>Gets what lists show of it; no rule asks for it.</summary>
        public RecordCaption Caption { get; init; } = new("", []);

        /// <summary>Gets what it is about, for searches; no rule asks for it.</summary>
        public RecordTopic Topic { get; init; } = RecordTopic.Unsaid;

        /// <summary>Gets the records that it rests on, each once for each kind.</summary>
        public ImmutableArray<Reliance> Reliances { get; init; } = [];

        /// <summary>Gets a value indicating whether a document outside the network carries it too, such as a judgment: then it
        /// stands whatever becomes of the records.</summary>
        public bool RestsOnDocuments { get; init; }
    }

    /// <summary>Something that happened to a record.</summary>
    /// <param name="OccurredOn">The civil day from which it has effect.</param>
    /// <param name="Fact">What happened.</param>
    public sealed record LifeCycleEvent(DateOnly OccurredOn, LifeCycleFact Fact) : StatementBody;

    /// <summary>An act in a joint case, or of the joint enforcement team.</summary>
    /// <param name="Number">The number of the case, such as <c>示联〔2026〕1号</c>; empty for what concerns the team.</param>
    /// <param name="Officer">The officer for whom the party acts.</param>
    /// <param name="Deed">What is done.</param>
    public sealed record CaseAct(string Number, OfficerCertificate Officer, CaseDeed Deed) : StatementBody
    {
        /// <summary>Gets the name under which it is filed: <c>case/&lt;number&gt;</c> or <c>team</c>.</summary>
        public string FiledUnder => Number.Length == 0 ? "team" : $"case/{Number}";
    }
}
