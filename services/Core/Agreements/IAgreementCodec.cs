using ExchangeHub.EventLog;

namespace ExchangeHub.Agreements;

/// <summary>Gives the events of an agreement a stored form with a stable name and version.</summary>
public interface IAgreementCodec
{
    /// <summary>Writes an event.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="happened">The event.</param>
    /// <returns>Its stored form: the same event always gives the same bytes.</returns>
    NewEvent Encode(Guid id, AgreementEvent happened);

    /// <summary>Reads an event.</summary>
    /// <param name="logged">An event of the stream <see cref="AgreementEvent.Stream"/>.</param>
    /// <returns>The event.</returns>
    /// <exception cref="InvalidDataException">Its name is unknown, or its bytes are not what the name says.</exception>
    AgreementEvent Decode(LoggedEvent logged);
}
