using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Reads the agreement of a network, whose rule sets are documents of their own.</summary>
internal static partial class AgreementFile
{
    /// <summary>Reads the agreement.</summary>
    /// <param name="agreement">Where it stands.</param>
    /// <param name="parties">The parties of the network, who alone can be members of a group.</param>
    /// <param name="readRules">Reads a rule set by the name that the network file gives it.</param>
    /// <returns>The agreement; its rule sets are signed by all of their parties, in order, and do not overlap.</returns>
    public static Agreement Read(Place agreement, ImmutableArray<Party> parties, Func<string, SignedDocument> readRules)
    {
        agreement.Only("id", "ruleSets");
        var id = agreement.At("id").Text(AgreementId(), "an agreement such as agr:yrd-demo-2020");
        var ruleSets = ImmutableArray.CreateBuilder<RuleSet>();
        foreach (var place in agreement.List("ruleSets"))
        {
            place.Only("file", "signatures");
            var document = place.At("file").Read(readRules);
            var rules = document.Rules;
            if (rules.Agreement != id)
            {
                throw place.Wrong($"Expected rules of {id}; found rules of {rules.Agreement}.");
            }

            foreach (var stranger in rules.Parties.Where(
                member => !parties.Any(party => party.Division == member)))
            {
                throw place.NoParty(stranger, parties.Select(party => party.Division));
            }

            if (ruleSets is [.., var before])
            {
                MustFollow(place, before, rules);
            }

            MustBeSigned(place, document, parties);
            ruleSets.Add(rules);
        }

        return ruleSets.Count > 0
            ? new Agreement(id, ruleSets.ToImmutable())
            : throw agreement.At("ruleSets").Wrong("Expected at least one rule set; found none.");
    }

    private static void MustBeSigned(Place place, SignedDocument document, ImmutableArray<Party> parties)
    {
        var signatures = place.List("signatures").Distinct(signature => signature.Read(ReadSignature), Convert.ToBase64String,
            "A signature stands once");
        var (by, strange) = document.Signatories(signatures.Select(signature => (ReadOnlyMemory<byte>)signature), parties);
        if (strange > 0)
        {
            throw place.At("signatures").Wrong("Expected signatures of parties over the document as it is; found "
                + $"{strange} that no key of a party verifies: it was altered after it was signed, or somebody else signed it.");
        }

        var missing = document.Rules.Parties.Where(member => !by.Contains(member)).ToArray();
        if (missing.Length > 0)
        {
            throw place.At("signatures").Wrong($"Expected a signature of every party of {document.Rules.Name}; found none of "
                + $"{string.Join(", ", missing)}. A party signs with: xhub rules sign FILE --key KEY.pem");
        }
    }

    private static byte[] ReadSignature(string base64)
    {
        var bytes = new byte[64];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length == bytes.Length
            ? bytes
            : throw new FormatException("Expected a signature of 64 bytes in base64; found something else.");
    }

    private static void MustFollow(Place place, RuleSet before, RuleSet rules)
    {
        if (rules.Number <= before.Number)
        {
            throw place.Wrong($"Expected a number of more than {before.Number}, the oldest first; found {rules.Number}.");
        }

        if (!(rules.InForceFrom > before.InForceTo))
        {
            throw place.Wrong($"Expected rules in force from a day after the last one of {before.Name}, "
                + $"{(before.InForceTo is { } last ? CivilDates.Format(last) : "which has none")}; "
                + $"found {CivilDates.Format(rules.InForceFrom)}.");
        }
    }

    [GeneratedRegex(@"\Aagr:[a-z0-9][a-z0-9-]{0,59}\z")]
    private static partial Regex AgreementId();
}
