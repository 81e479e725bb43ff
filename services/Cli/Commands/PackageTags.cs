using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.BagIt;
using ExchangeHub.EvidencePackages;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary>What <c>bag-info.txt</c> of a package says, taken from its record.</summary>
internal static class PackageTags
{
    private const int StepCount = 8;

    /// <summary>Gets the tags that the profile of evidence asks for.</summary>
    public static ImmutableArray<BagTag> Of(Protos.Record.V1.Record record, PackOrder order)
    {
        var evidence = record.Evidence;
        var report = PackageExamination.Run(SheetTranslation.Of(record));
        var complete = Enumerable.Range(1, StepCount).Where(report.IsComplete).ToList();
        var tags = ImmutableArray.CreateBuilder<BagTag>();
        tags.Add(new("Source-Organization", record.LegalIssuer.Name));
        tags.Add(new("Organization-USCC", record.LegalIssuer.CreditCode));
        tags.Add(new("External-Identifier", evidence.PackageNumber));
        tags.Add(new("Bagging-Date", CivilDates.Format(CivilDates.Of(order.SealedAt))));
        tags.Add(new("Bag-Software-Agent", "xhub"));
        tags.Add(new("EEH-Schema", "evidence/1.0"));
        tags.Add(new("EEH-Jurisdiction", record.Jurisdiction));
        tags.Add(new("EEH-Origin-Node", order.Node ?? $"node:{record.ActingUnit.Division}"));
        tags.Add(new("EEH-Agreement", order.Agreement));
        if (evidence.ReceivingUnit is { } receiver)
        {
            tags.Add(new("EEH-Receiving-Unit", receiver.Division));
        }

        tags.Add(new("EEH-Joint-Team", evidence.Team.IsJoint ? "true" : "false"));
        tags.Add(new("EEH-Steps-Complete", complete.Count == StepCount ? $"1-{StepCount}"
            : complete.Count == 0 ? "none" : string.Join(',', complete)));
        tags.Add(new("EEH-Sealed-At", order.SealedAt.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)));
        tags.Add(new("EEH-Sensitivity", record.Sensitivity.ToString().ToUpperInvariant()));
        tags.Add(new("EEH-Personal-Data", evidence.Items.Any(item => item.PersonalData.Count > 0) ? "raw" : "none"));
        return tags.ToImmutable();
    }
}
