using System.Globalization;
using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Adapters.Tests.Postgres;

/// <summary>Looks at one record and says whether it is meant; as slow and as plain as can be.</summary>
internal static class SearchOracle
{
    public static bool Matches(RecordQuery query, Findable one)
    {
        var record = one.Record;
        var body = (StatementBody.RecordVersion)one.Statement.Body;
        return (one.ShownTo is not { } parties || parties.Any(query.Readers.Contains))
            && (query.Kind is null || one.Dossier.Kind == query.Kind)
            && (query.Jurisdiction is null || record.Jurisdiction == query.Jurisdiction.ToString())
            && (query.Subject is null || record.Subjects.Any(subject => subject.CreditCode == query.Subject))
            && (query.SubjectName is null || record.Subjects.Any(subject => NameMatches(query.SubjectName, subject.Name)))
            && (query.DocumentNumber is null || DocumentNumber.Normalise(body.Caption.DocumentNumber) == query.DocumentNumber)
            && (query.DecidedFrom is null || one.DecidedOn >= query.DecidedFrom)
            && (query.DecidedTo is null || one.DecidedOn <= query.DecidedTo)
            && (query.RecognisedBy is null || Decides(one, query.RecognisedBy.Value)?.Assessment.Outcome
                is Outcome.Recognised or Outcome.RecognisedWithFlag)
            && (query.Industry is null || body.Topic.Industries.Any(industry =>
                industry.StartsWith(query.Industry, StringComparison.Ordinal)))
            && (query.Violation is null || Plain(Violation(record)) == Plain(query.Violation))
            && (query.Issuer is null || record.LegalIssuer.CreditCode == query.Issuer)
            && (query.WaterBody is null || record.Matter?.WaterBody == query.WaterBody)
            && OutcomeMatches(query, one)
            && (query.Around is null || one.Place?.MetresTo(query.Around.Centre) <= query.Around.Metres)
            && (query.KnownFrom is null || CivilDates.Of(one.TakenAt) >= query.KnownFrom)
            && (query.KnownTo is null || CivilDates.Of(one.TakenAt) <= query.KnownTo);
    }

    private static bool OutcomeMatches(RecordQuery query, Findable one)
    {
        if (query.Outcome is not { } sought)
        {
            return query.Reason is not { } reason || one.InForce.Values.Any(decision => Has(decision, reason));
        }

        return Decides(one, sought.Receiver) is { } own
            && (sought.Outcome is null || own.Assessment.Outcome == sought.Outcome)
            && (query.Reason is not { } wanted || Has(own, wanted));
    }

    private static bool Has(Decision decision, ReasonCode reason) =>
        decision.Assessment.Findings.Any(finding => finding.Code == reason);

    public static Decision? Decides(Findable one, Jurisdiction receiver) =>
        one.InForce.TryGetValue(receiver.ToString(), out var own) ? own
        : one.InForce.TryGetValue(SearchableZone.Group, out var group) && !group.For.Except.Contains(receiver) ? group : null;

    private static string Violation(Protos.Record.V1.Record record) => record.Penalty is not { } penalty ? ""
        : penalty.ViolationCode.Length > 0 ? penalty.ViolationCode : penalty.ViolationType;

    private static string Plain(string text) => string.Concat(
        text.Normalize(System.Text.NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture).Where(char.IsLetterOrDigit));

    private static bool NameMatches(string term, string name)
    {
        var (sought, whole) = (Plain(term), Plain(name));
        var pairs = Enumerable.Range(0, sought.Length - 1).Select(at => sought.Substring(at, 2)).Distinct().Count();
        var slips = Math.Min(sought.Length < 4 ? 0 : sought.Length < 8 ? 1 : 2, (pairs - 1) / 2);
        return Enumerable.Range(0, whole.Length + 1).Any(from => Enumerable.Range(0, whole.Length - from + 1)
            .Where(length => Math.Abs(length - sought.Length) <= slips)
            .Any(length => Slips(sought, whole.Substring(from, length)) <= slips));
    }

    private static int Slips(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1),
                    Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
            }
        }

        return table[left.Length, right.Length];
    }
}
