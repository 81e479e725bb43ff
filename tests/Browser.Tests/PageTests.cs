namespace ExchangeHub.BrowserTests;

/// <summary>
/// Every page, for every reader. What hinders one of them is rarely seen by those who build it: they have a mouse, a wide screen,
/// script, and the one language in which the text happens to fit.
/// </summary>
[Collection("console")]
public sealed class PageTests(ConsoleFixture console)
{
    private const string Revoked = "penalty/11310118MAHUBQP13X/沪0118环罚〔2026〕17号";
    private const string Firm = "91320509MAHUB0064M";

    private const string Twice = "91330421MAHUB00565";

    private const string Package = "evidence/330421/EP-330421-20260603-004";

    private const int Telephone = 390;
    private const int Desk = 1280;
    private const int Wall = 2560;
    private const int Height = 900;

    /// <summary>Gets the addresses of all pages, also of those that say that there is nothing.</summary>
    public static TheoryData<string, int> Pages => new()
    {
        { "/signin", 200 },
        { "/account", 200 },
        { "/purpose", 200 },
        { "/inbox", 200 },
        { $"/decide?record={Uri.EscapeDataString(Package)}&for=310118", 200 },
        { $"/decide?record={Uri.EscapeDataString(Revoked)}&for=310118", 200 },
        { $"/decide?record={Uri.EscapeDataString(Package)}&for=330421", 403 },
        { "/decided?record=x&statement=99", 400 },
        { "/confirm?proposal=x", 400 },
        { "/export?kind=penalty", 200 },
        { "/export?request=x", 400 },
        { "/", 200 },
        { "/search", 200 },
        { "/search?kind=evidence&district=330421", 200 },
        { "/search?name=不存在的企业", 200 },
        { "/search?code=1", 200 },
        { $"/record?of={Uri.EscapeDataString(Revoked)}", 200 },
        { "/record?of=evidence%2F330421%2FEP-330421-20260603-001", 200 },
        { $"/why?of={Uri.EscapeDataString(Revoked)}&for=330421&on=2026-05-20", 200 },
        { $"/why?of={Uri.EscapeDataString(Revoked)}&for=310118", 200 },
        { $"/cascade?of={Uri.EscapeDataString(Revoked)}", 200 },
        { "/enterprise", 200 },
        { "/outbox", 200 },
        { "/outbox?of=330421&kind=penalty", 200 },
        { "/outbox?kind=positive&after=x", 200 },
        { "/rules", 200 },
        { "/rules?version=agr:yrd-demo-2020/v4&with=agr:yrd-demo-2020/v3&kind=penalty", 200 },
        { "/rules?version=agr:yrd-demo-2020/v99", 200 },
        { "/rules/simulate", 200 },
        { $"/enterprise?code={Firm}&for=320509", 200 },
        { $"/enterprise?code={Firm}&tab=penalty&on=2026-06-01", 200 },
        { $"/enterprise?code={Firm}&tab=credit", 200 },
        { $"/enterprise?code={Twice}&tab=report", 200 },
        { $"/enterprise?code={Twice}&known=2020-01-01T00:00", 200 },
        { "/enterprise?code=91330100799655058B", 200 },
        { "/enterprise?code=91320509MAHUB0064N", 200 },
        { "/enterprise?code=91320509MAHUB0064M&on=2026-02-31", 200 },
        { "/agreement", 200 },
        { "/proof", 200 },
        { "/proof?position=3", 200 },
        { "/proof?position=999999999", 200 },
        { "/proof?position=x", 200 },
        { $"/proof?record={Uri.EscapeDataString(Revoked)}", 200 },
        { "/lists", 200 },
        { "/lists?on=2026-03-01&for=310118", 200 },
        { "/lists?list=NOBODY&text=不存在", 200 },
        { "/cases", 200 },
        { "/cases?for=330421&state=open&overdue=1&on=2026-09-01", 200 },
        { "/cases?after=nothing", 200 },
        { $"/cases/{Uri.EscapeDataString("示联〔2026〕1号")}?for=320509", 200 },
        { $"/cases/{Uri.EscapeDataString("示联〔2026〕2号")}?for=330421&on=2026-09-01", 200 },
        { $"/cases/{Uri.EscapeDataString("示联〔2026〕2号")}?for=320509", 404 },
        { "/cases/act?deed=assign_member", 200 },
        { "/cases/act?deed=nothing", 409 },
        { $"/cases/act?number={Uri.EscapeDataString("示联〔2026〕2号")}&deed=cite", 200 },
        { $"/cases/act?number={Uri.EscapeDataString("示联〔2026〕2号")}&deed=close", 409 },
        { "/cases/acted?number=x&statement=99", 400 },
        { "/team", 200 },
        { "/team?on=2027-12-02", 200 },
        { "/handovers", 200 },
        { "/handovers?overdue=1&on=2026-05-01", 200 },
        { "/nodes", 200 },
        { "/subscriptions", 200 },
        { "/subscriptions?of=node:330421", 200 },
        { "/subscriptions?of=nobody", 200 },
        { "/deliveries", 200 },
        { "/deliveries?before=1", 200 },
        { "/readings", 200 },
        { "/readings?reader=somebody", 200 },
        { "/matrix", 200 },
        { "/matrix?from=2001-01-01&to=2001-12-31", 200 },
        { "/matrix?from=2001-01-01&to=2026-12-31", 200 },
        { "/flows", 200 },
        { "/flows?outcome=Refused&kind=permit", 200 },
        { "/evidence", 200 },
        { "/evidence?id=evidence%2F330421%2FEP-330421-20260603-001", 200 },
        { $"/evidence?id={Uri.EscapeDataString(Revoked)}", 200 },
        { "/evidence?id=evidence%2F330421%2Fx", 404 },
        { "/nowhere", 404 },
        { "/record?of=urn:eeh:penalty:310118:01KZZZZZZZZZZZZZZZZZZZZZZZ", 404 },
        { "/why?of=nothing", 400 },
    };

    // Few visits, each looked at in every way that it allows: a visit costs more than all that is asked of it.
    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Nobody_is_hindered_by_language_window_or_want_of_script(string path, int status)
    {
        var said = ReadChineseAsync(path, status);
        var without = ReadPlainAsync(path, status);
        await Task.WhenAll(said, without, ReadEnglishAsync(path, status));
        Assert.Equal(await said, await without);
    }

    private async Task<string> ReadChineseAsync(string path, int status)
    {
        await using var visit = await console.LookAtAsync(path, new Reader());
        await LookAsync(visit, status, "zh-CN");
        var said = await SaidAsync(visit);
        await FitsAsync(visit, Desk);
        await FitsAsync(visit, Wall);
        return said;
    }

    private async Task ReadEnglishAsync(string path, int status)
    {
        await using var visit = await console.LookAtAsync(path, new Reader(IsEnglish: true));
        await LookAsync(visit, status, "en");
        await FitsAsync(visit, Telephone);
    }

    private async Task<string> ReadPlainAsync(string path, int status)
    {
        await using var visit = await console.LookAtAsync(path, new Reader(HasScript: false));
        Assert.Equal(status, visit.Status);
        return await SaidAsync(visit);
    }

    private static async Task LookAsync(Visit visit, int status, string language)
    {
        Assert.Equal(status, visit.Status);
        Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.NotEmpty(await visit.Page.TitleAsync());
        Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
        Assert.Empty(await visit.HindrancesAsync());
    }

    private static async Task FitsAsync(Visit visit, int width)
    {
        await visit.Page.SetViewportSizeAsync(width, Height);
        await visit.KeepPictureAsync();
        Assert.Equal(0, await visit.OverhangAsync());
    }

    // Times go on between two visits, and so does the log.
    private static async Task<string> SaidAsync(Visit visit) => System.Text.RegularExpressions.Regex.Replace(
        await visit.Page.Locator("main").InnerTextAsync(), "[0-9]{2}:[0-9]{2}|([0-9]+|不足 1) (秒|分钟)|日志位置 [0-9]+", "");
}
