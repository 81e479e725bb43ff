using ExchangeHub.EventLog;

namespace ExchangeHub.Access;

/// <summary>Gives the events of the registry of members a stored form with a stable name and version.</summary>
public interface IMemberCodec
{
    /// <summary>Writes an event.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="happened">The event.</param>
    /// <returns>Its stored form: the same event always gives the same bytes.</returns>
    NewEvent Encode(Guid id, MemberEvent happened);

    /// <summary>Reads an event.</summary>
    /// <param name="logged">An event of the stream <see cref="MemberEvent.Stream"/>.</param>
    /// <returns>The event.</returns>
    /// <exception cref="InvalidDataException">Its name is unknown, or its bytes are not what the name says.</exception>
    MemberEvent Decode(LoggedEvent logged);
}
