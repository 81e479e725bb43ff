using ExchangeHub.Hub.Errors;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Queries;

/// <summary>Finds the dossier that a caller means, by record id or by name.</summary>
internal sealed class DossierLookup(IRecordIndex index)
{
    public async Task<DossierId> FindAsync(string recordId, string dossierText, long atPosition, CancellationToken cancellation)
    {
        if (atPosition > 0)
        {
            _ = await index.WaitForAsync(atPosition, cancellation);
        }

        if (recordId.Length > 0)
        {
            return RecordId.TryParse(recordId, out var record) && await index.FindDossierAsync(record, cancellation) is { } found
                ? found
                : throw HubErrors.RecordUnknown(recordId).ToException();
        }

        return DossierId.TryParse(dossierText, out var dossier) ? dossier : throw HubErrors.Invalid([
            new FieldViolation(
                "dossier",
                new Wording(
                    "应给出 record_id，或者卷宗标识，例如 penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号。",
                    "Expected a record_id, or a dossier such as penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号."),
                new ReasonCode("REF-INT-SCHEMA")),
        ]).ToException();
    }
}
