using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ExchangeHub.SystemTests.Rest;

/// <summary>Joint cases and the team for those without gRPC: the same as JointCaseService tells, and to members alone.</summary>
public sealed class When_joint_cases_are_asked_over_REST(RestHub rest) : IClassFixture<RestHub>
{
    [Fact]
    public async Task A_member_is_told_its_cases_page_by_page_and_nobody_else_is()
    {
        var numbers = new List<string>();
        var path = $"/api/v1/joint-cases?receiver=330421&validOn=2026-07-21&limit=1&atPosition={rest.Position}";
        while (path.Length > 0)
        {
            using var answer = await rest.GetAsync(path);
            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal("320509", (string)page["lead"]!["party"]!);
            numbers.AddRange(page["cases"]!.AsArray().Select(one => (string)one!["number"]!));
            path = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : "";
        }

        // What is due first stands first.
        Assert.Equal([RestHub.FirstCases[1], RestHub.FirstCases[0]], numbers);
        using var overdue = await rest.GetAsync(
            "/api/v1/joint-cases?receiver=330421&validOn=2026-07-21&onlyOverdue=true&state=open");
        Assert.Equal(RestHub.FirstCases[1], (string)(await JsonAsync(overdue))["cases"]!.AsArray().Single()!["number"]!);
        using var stranger = await rest.GetAsync("/api/v1/joint-cases?receiver=310118");
        Assert.Null((await JsonAsync(stranger))["cases"]);
    }

    [Fact]
    public async Task A_list_of_cases_opens_in_a_spreadsheet_and_ends_with_its_count()
    {
        var path = $"/api/v1/joint-cases?receiver=330421&atPosition={rest.Position}";
        using var sheet = await rest.GetAsync(path, ("Accept", "text/csv"));
        using var lines = await rest.GetAsync(path, ("Accept", "application/x-ndjson"));
        var text = Encoding.UTF8.GetString(await sheet.Content.ReadAsByteArrayAsync())[1..];
        var all = (await lines.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        var last = JsonNode.Parse(all[^1])!;

        Assert.StartsWith("案号,案由,立案方,立案日期,参与方,状态,", text, StringComparison.Ordinal);
        Assert.Contains($"{RestHub.FirstCases[1]},太浦河跨界水污染,320509,2026-07-16,320509；330421,open,2026-07-20,", text,
            StringComparison.Ordinal);
        Assert.Equal((true, 2, 3), ((bool)last["_end"]!, (int)last["count"]!, all.Length));
    }

    [Fact]
    public async Task A_case_stands_as_of_a_day_and_is_unknown_to_strangers()
    {
        var path = $"/api/v1/joint-cases/{Uri.EscapeDataString(RestHub.FirstCases[1])}";
        using var before = await rest.GetAsync($"{path}?receiver=330421&validOn=2026-07-20");
        using var after = await rest.GetAsync($"{path}?receiver=330421&validOn=2026-07-21");
        using var stranger = await rest.GetAsync($"{path}?receiver=310118", ("Accept-Language", "en"));
        using var nobody = await rest.GetAsync(path);

        var task = (await JsonAsync(after))["case"]!["tasks"]!.AsArray().Single()!;
        Assert.Equal(("T1", true), ((string)task["task"]!, (bool)task["isOverdue"]!));
        Assert.Null((await JsonAsync(before))["case"]!["isOverdue"]);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (stranger.StatusCode, nobody.StatusCode));
        Assert.Equal(1005, (int)(await ProblemAsync(stranger))["reason"]!);
        Assert.Contains("receiver", (await ProblemAsync(nobody))["errors"]!.AsObject().Select(error => error.Key));

        using var again = await rest.GetAsync(
            $"{path}?receiver=330421&validOn=2026-07-21", ("If-None-Match", after.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task The_team_says_who_leads_and_when_that_ends()
    {
        using var answer = await rest.GetAsync("/api/v1/team?validOn=2026-12-15");
        using var sheet = await rest.GetAsync("/api/v1/team", ("Accept", "text/csv"));
        var team = await JsonAsync(answer);

        Assert.Equal(
            ("320509", "2027-01-01", true),
            ((string)team["lead"]!["party"]!, (string)team["nextRotationOn"]!, (bool)team["isPressing"]!));
        Assert.Contains("10050912045,320509,2026-01-01,", await sheet.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<JsonNode> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
