using ExchangeHub.Records;
using ExchangeHub.Rules;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Agreements;

/// <summary>Compares what a rule says of its reason with the catalogue.</summary>
/// <remarks>
/// The list of grounds is closed, and what each of them does is the same in every agreement: only by that do the parties know
/// what a code means that they read in a decision of somebody else.
/// </remarks>
internal static class CatalogueCheck
{
    /// <summary>Reports where a rule says something else.</summary>
    public static void Report(DocumentReader reader, Entries rule, Rule read, ReasonEffect effect)
    {
        var reason = ReasonCatalogue.Of(read.Code);

        void Same<T>(string name, T found, T expected, Func<T, string> write)
            where T : notnull
        {
            if (!found.Equals(expected) && rule.Find(name) is DocumentNode.Scalar written)
            {
                reader.Report(written, RuleFaultCode.AgainstCatalogue, new Wording(
                    $"目录所载 {reason.Code} 的取值 {write(expected)}",
                    $"{write(expected)}, as the catalogue has it for {reason.Code}"));
            }
        }

        Same("effect", effect, reason.Effect, word => Spelling.Of(word));
        Same("precedence", read.Precedence, reason.Precedence, number => $"{number}");
        Same("nature", read.IsMandatory, reason.IsMandatory, isMandatory => isMandatory ? "MANDATORY" : "OPTIONAL");
        if (reason.DecidedBy != ReasonDecider.Either)
        {
            Same("decider", read.DecidedBy, reason.DecidedBy, decider => decider == ReasonDecider.Rule ? "RULE" : "OFFICER");
        }

        foreach (var kind in read.Kinds.Where(kind => !reason.Concerns(kind.Code())))
        {
            reader.Report(rule.Find("kinds")!, RuleFaultCode.AgainstCatalogue, new Violation(
                new Wording($"{reason.Code} 适用的记录种类：{string.Join('、', reason.KindCodes)}",
                    $"the kinds that {reason.Code} may concern: {string.Join(", ", reason.KindCodes)}"),
                new Wording(Spelling.Of(kind), Spelling.Of(kind))));
        }
    }
}
