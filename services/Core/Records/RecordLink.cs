using ExchangeHub.Vocabulary;

namespace ExchangeHub.Records;

/// <summary>How a record names another one. The names follow the domain reference, "links".</summary>
public enum LinkRelation
{
    /// <summary>It rests on the other one.</summary>
    BasedOn = 1,

    /// <summary>It revokes the other one.</summary>
    Revokes = 2,

    /// <summary>It corrects the other one.</summary>
    Corrects = 3,

    /// <summary>It stands in the place of the other one, such as a decision remade after a revocation.</summary>
    Replaces = 4,

    /// <summary>The other one went to somebody else with it.</summary>
    TransferredTo = 5,

    /// <summary>It was made out of the other one.</summary>
    DerivedFrom = 6,

    /// <summary>Both concern one act.</summary>
    SameAct = 7,
}

/// <summary>A record that another one names.</summary>
/// <param name="Relation">How.</param>
/// <param name="Record">Which.</param>
public sealed record RecordLink(LinkRelation Relation, RecordId Record);
