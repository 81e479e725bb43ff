using System.Collections.Immutable;
using ExchangeHub.Cases;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Protos.Joint.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Grpc.Core;

namespace ExchangeHub.Hub.Cases;

/// <summary>Puts lists of joint cases on the wire.</summary>
internal static class WireCaseLists
{
    /// <summary>Puts a case in a list on the wire.</summary>
    public static ListedCase From(CaseCard card, DateOnly on) => new()
    {
        Number = card.Number,
        Title = card.Title,
        Opener = card.Opener.ToString(),
        OpenedOn = CivilDates.Format(card.OpenedOn),
        Members = { card.Members.Select(member => member.ToString()) },
        State = card.IsClosed ? State.Closed : State.Open,
        NextDueOn = Day(card.NextDueOn),
        IsOverdue = card.NextDueOn < on,
        OpenTasks = card.OpenTasks,
        Tasks = card.Tasks,
        HasResult = card.HasResult,
        LeftOn = Day(card.LeftOn),
    };

    /// <summary>Writes the token that leads behind a case.</summary>
    public static string TokenOf(CaseCard card) => $"{Day(card.NextDueOn)}/{card.Number}";

    /// <summary>Reads a token.</summary>
    /// <exception cref="RpcException">It is none.</exception>
    public static CaseCursor? CursorOf(string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        var parts = token.Split('/', 2);
        if (parts.Length == 2 && parts[1].Length > 0)
        {
            if (parts[0].Length == 0)
            {
                return new CaseCursor(DateOnly.MaxValue, parts[1]);
            }

            if (CivilDates.TryParse(parts[0], out var due))
            {
                return new CaseCursor(due, parts[1]);
            }
        }

        var fault = Violation.Quoting(
            new Wording("上一页返回的 next_page_token", "the next_page_token of the page before"), token);
        throw HubErrors.Invalid(ImmutableArray.Create(new FieldViolation(
            "page_token", new Wording(fault.ToChinese(), fault.ToString()), new ReasonCode("REF-INT-SCHEMA")))).ToException();
    }

    private static string Day(DateOnly? day) => day is { } one ? CivilDates.Format(one) : "";
}
