using ExchangeHub.Vocabulary;

namespace ExchangeHub.Grpc.Wire;

/// <summary>What one value may be, and how it is written.</summary>
internal abstract class ValuePlan<T>
{
    /// <summary>Gets a value indicating whether the default is a value like any other, such as the number 0.</summary>
    public virtual bool ChecksDefault => false;

    /// <summary>Gets what to say where there should have been a value.</summary>
    public abstract Violation Missing { get; }

    /// <summary>Gets what a value may be.</summary>
    public virtual Wording Expected => Missing.Expected;

    /// <summary>Says whether there is no value.</summary>
    public abstract bool IsAbsent(T value);

    /// <summary>Reports what is wrong with a value at the place where the walk stands.</summary>
    public abstract void Check(T value, Walk walk);

    /// <summary>Writes a value.</summary>
    public abstract void Write(T value, CanonicalJson json);
}
