using System.Reflection;
using ExchangeHub.Console.Persons;
using ExchangeHub.Console.Serving;
using ExchangeHub.Vocabulary;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Components;

namespace ExchangeHub.BrowserTests;

/// <summary>A page is for whoever the table says, and the hub hears who reads it and for what. A page that is forgotten in the
/// table is for nobody.</summary>
public sealed class SightTests
{
    [Fact]
    public void Every_page_has_a_row() => Assert.DoesNotContain(
        typeof(Sight).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template),
        page => !Sight.Open.Contains(page) && !Sight.Rows.ContainsKey(page));

    [Theory]
    [InlineData("/decide", "officer")]
    [InlineData("/inbox", "officer")]
    [InlineData("/confirm", "officer")]
    [InlineData("/record", "officer team auditor")]
    [InlineData("/search", "officer team auditor")]
    [InlineData("/export", "officer team auditor")]
    [InlineData("/lists", "officer team credit")]
    [InlineData("/cases", "officer team auditor")]
    [InlineData("/cases/{Number}", "officer team auditor")]
    [InlineData("/cases/act", "officer")]
    [InlineData("/team", "officer team auditor")]
    [InlineData("/readings", "operator auditor")]
    [InlineData("/why/file", "officer team auditor")]
    [InlineData("/proof", "officer team credit operator auditor")]
    [InlineData("/subscriptions", "officer team credit operator auditor")]
    [InlineData("/deliveries", "officer operator")]
    [InlineData("/purpose", "officer team auditor")]
    [InlineData("/forgotten", "")]
    public void A_page_is_for_those_alone_who_are_shown_what_is_on_it(string page, string roles) => Assert.Equal(
        roles, string.Join(' ', Enum.GetValues<Role>().Where(role => Sight.Allows(page, role)).Select(role => role.Code())));

    [Fact]
    public void Nobody_who_has_not_signed_in_sees_anything() =>
        Assert.DoesNotContain(Sight.Rows.Keys, page => Sight.Allows(page, null));

    [Theory]
    [InlineData("Officer", "", "supervision")]
    [InlineData("Officer", "沪0118环罚〔2026〕17号", "case")]
    [InlineData("Team", "", "supervision")]
    [InlineData("Credit", "", "credit")]
    [InlineData("Operator", "", "audit")]
    [InlineData("Auditor", "", "audit")]
    [InlineData("Auditor", "沪0118环罚〔2026〕17号", "review")]
    public void The_hub_hears_who_reads_and_for_what(string role, string caseNumber, string purpose)
    {
        var reader = new ExchangeHub.Console.Persons.Reader
        {
            Account = new Account { Id = "1", Name = "somebody", Role = Enum.Parse<Role>(role), Division = "310118" },
            CaseNumber = caseNumber,
        };
        using var channel = GrpcChannel.ForAddress("http://127.0.0.1:1");
        var headers = new ExchangeHub.Console.Asking.Hub(channel, reader, TimeProvider.System).Soon.Headers!;

        Assert.Equal(purpose, headers.GetValue("xhub-purpose"));
        Assert.Equal("somebody", headers.GetValue("xhub-person"));
        Assert.Equal(caseNumber, System.Text.Encoding.UTF8.GetString(headers.GetValueBytes("xhub-case-bin") ?? []));
    }

    [Fact]
    public void Days_left_are_working_days_and_overdue_ones_are_negative()
    {
        // 1 to 7 October 2026 are off, and 10 October is worked.
        var open = new ExchangeHub.Console.Deciding.OpenDecision(new(), new(), CivilDates.Parse("2026-10-12"));

        Assert.Equal(4, open.WorkingDaysLeft(CivilDates.Parse("2026-09-30")));
        Assert.Equal(0, open.WorkingDaysLeft(CivilDates.Parse("2026-10-12")));
        Assert.Equal(-2, open.WorkingDaysLeft(CivilDates.Parse("2026-10-14")));
        Assert.Null((open with { DueOn = null }).WorkingDaysLeft(CivilDates.Parse("2026-10-14")));
    }
}
