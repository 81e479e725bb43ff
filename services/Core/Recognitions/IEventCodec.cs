using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Recognitions;

/// <summary>
/// Gives the events of the core a stored form with a stable name and version, such as <c>statement-filed.v1</c>. Stored forms are
/// neither wire messages nor types of the core, so that both may change.
/// </summary>
public interface IEventCodec
{
    /// <summary>Writes an event of a dossier.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="happened">The event.</param>
    /// <returns>Its stored form: the same event always gives the same bytes.</returns>
    NewEvent Encode(Guid id, DossierEvent happened);

    /// <summary>Writes an event of a subject's file.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="happened">The event.</param>
    /// <returns>Its stored form: the same event always gives the same bytes.</returns>
    NewEvent Encode(Guid id, SubjectEvent happened);

    /// <summary>Writes an event of a cited record.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="happened">The event.</param>
    /// <returns>Its stored form: the same event always gives the same bytes.</returns>
    NewEvent Encode(Guid id, CitedEvent happened);

    /// <summary>Reads an event of a dossier.</summary>
    /// <param name="logged">An event of a stream <c>dossier-…</c>.</param>
    /// <returns>The event.</returns>
    /// <exception cref="InvalidDataException">Its name is unknown, or its bytes are not what the name says.</exception>
    DossierEvent DecodeDossier(LoggedEvent logged);

    /// <summary>Reads the statement that an event files.</summary>
    /// <param name="logged">Any event.</param>
    /// <returns>The event; null for one that files none.</returns>
    /// <exception cref="InvalidDataException">Its bytes are not what its name says.</exception>
    DossierEvent.StatementFiled? FindFiled(LoggedEvent logged);

    /// <summary>Reads an event of a subject's file.</summary>
    /// <param name="logged">An event of a stream <c>subject-…</c>.</param>
    /// <returns>The event.</returns>
    /// <exception cref="InvalidDataException">Its name is unknown, or its bytes are not what the name says.</exception>
    SubjectEvent DecodeSubject(LoggedEvent logged);

    /// <summary>Reads an event of a cited record.</summary>
    /// <param name="logged">An event of a stream <c>cited-…</c>.</param>
    /// <returns>The event.</returns>
    /// <exception cref="InvalidDataException">Its name is unknown, or its bytes are not what the name says.</exception>
    CitedEvent DecodeCited(LoggedEvent logged);

    /// <summary>Writes what is noticed of a node.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="noticed">What.</param>
    /// <returns>Its stored form: the same event always gives the same bytes.</returns>
    NewEvent Encode(Guid id, NodeEvent noticed);

    /// <summary>Reads what was noticed of a node.</summary>
    /// <param name="logged">An event of a stream <c>node-…</c>.</param>
    /// <returns>The event.</returns>
    /// <exception cref="InvalidDataException">Its name is unknown, or its bytes are not what the name says.</exception>
    NodeEvent DecodeNode(LoggedEvent logged);

    /// <summary>Writes that a cited record is to be settled.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="record">The cited record.</param>
    /// <returns>Its stored form: the same event always gives the same bytes.</returns>
    NewEvent EncodeDue(Guid id, RecordId record);

    /// <summary>Reads which cited record is to be settled.</summary>
    /// <param name="logged">An event of the stream <see cref="Sweep.DueStream"/>.</param>
    /// <returns>The cited record.</returns>
    /// <exception cref="InvalidDataException">Its name is unknown, or its bytes are not what the name says.</exception>
    RecordId DecodeDue(LoggedEvent logged);
}
