using System.Globalization;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Rules;

/// <summary>Reads what is written out: numbers, amounts, dates, durations, texts and codes.</summary>
internal static class LiteralReader
{
    private const int DigitsMax = 18; // so that no sum or product of two of them is beyond a decimal

    private static readonly Wording NumberShape = new(
        $"不超过 {DigitsMax} 位的数", $"a number of at most {DigitsMax} digits");

    private static readonly Wording PeriodShape = new(
        $"期间：0 至 {Period.CountMax} 的整数和单位，例如 30 days",
        $"a duration: a whole number from 0 to {Period.CountMax} and a unit, such as 30 days");

    /// <summary>Reads a literal, if there is one.</summary>
    /// <returns>Null when there is none, and nothing has been read.</returns>
    public static Expression? Read(List<Token> tokens, ref int next, FaultList faults)
    {
        var token = tokens[next];
        switch (token)
        {
            case { Kind: TokenKind.Mark, Text: "true" or "false" }:
                next++;
                return new Expression.Truth(token.At, token.Text == "true");
            case { Kind: TokenKind.Text or TokenKind.Word }:
                next++;
                return new Expression.Text(token.At, token.Text, token.Kind == TokenKind.Word);
            case { Kind: TokenKind.Date }:
                next++;
                return OfDate(token, faults);
            case { Kind: TokenKind.Number }:
                next++;
                var unit = tokens[next];
                if (unit.Kind == TokenKind.Name && UnitOf(unit.Text) is var (isMoney, of))
                {
                    next++;
                    var at = token.At.To(unit.At);
                    return isMoney ? OfMoney(token.Text, at, faults) : OfPeriod(token.Text, of, at, faults);
                }

                return OfNumber(token, faults);
            default:
                return null;
        }
    }

    private static (bool IsMoney, PeriodUnit Of)? UnitOf(string word) => word switch
    {
        "yuan" => (true, default),
        "days" or "day" => (false, PeriodUnit.Days),
        "workdays" or "workday" => (false, PeriodUnit.Workdays),
        "months" or "month" => (false, PeriodUnit.Months),
        "years" or "year" => (false, PeriodUnit.Years),
        _ => null,
    };

    private static Expression OfDate(Token token, FaultList faults)
    {
        if (CivilDates.TryParse(token.Text, out var date, out var violation))
        {
            return new Expression.Date(token.At, date);
        }

        faults.Add(RuleFaultCode.UnreadableLiteral, token.At, violation);
        return new Expression.Faulty(token.At);
    }

    private static Expression OfMoney(string digits, Span at, FaultList faults)
    {
        if (digits.Length <= DigitsMax && Fen.TryFromYuan(digits, out var fen, out _))
        {
            return new Expression.Money(at, fen.Value);
        }

        faults.Add(RuleFaultCode.UnreadableLiteral, at, new Wording(
            $"不超过 {DigitsMax} 位、至多两位小数的金额，例如 200000 yuan",
            $"an amount of at most {DigitsMax} digits and two decimals, such as 200000 yuan"));
        return new Expression.Faulty(at);
    }

    private static Expression OfPeriod(string digits, PeriodUnit unit, Span at, FaultList faults)
    {
        if (digits.Length <= DigitsMax
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= Period.CountMax)
        {
            return new Expression.Duration(at, new Period(count, unit));
        }

        faults.Add(RuleFaultCode.UnreadableLiteral, at, PeriodShape);
        return new Expression.Faulty(at);
    }

    private static Expression OfNumber(Token token, FaultList faults)
    {
        if (token.Text.Length <= DigitsMax)
        {
            return new Expression.Number(token.At, decimal.Parse(token.Text, CultureInfo.InvariantCulture));
        }

        faults.Add(RuleFaultCode.UnreadableLiteral, token.At, NumberShape);
        return new Expression.Faulty(token.At);
    }
}
