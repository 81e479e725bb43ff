using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Hub.Rest;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Zone;
using Google.Protobuf;

namespace ExchangeHub.SystemTests.Rest;

/// <summary>A hub with REST, and a few cases; tests only read, or publish what disturbs no other.</summary>
public sealed class RestHub : IAsyncLifetime
{
    internal NodeVoice Wujiang { get; } = new("320509");

    internal NodeVoice Jiashan { get; } = new("330421");

    internal HubProcess Hub { get; private set; } = null!;

    internal HttpClient Http { get; private set; } = null!;

    internal long Position { get; private set; }

    /// <summary>Gets the numbers of the joint cases.</summary>
    internal static string[] FirstCases { get; } = ["示联〔2026〕1号", "示联〔2026〕2号"];

    public async Task InitializeAsync()
    {
        Hub = new HubProcess([Wujiang, Jiashan]) { More = ["--Hub:Rest", "http://127.0.0.1:0", "--Hub:RestPerMinute", "100000"] };
        await Hub.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(File.ReadAllText(Path.Combine(Hub.Folder, "rest-address"))) };
        foreach (var number in Enumerable.Range(1, 3))
        {
            var record = Carriers.Penalty(number);
            record.Subjects[0] = Samples.Firm(number == 3 ? "=cmd|' /C calc'!A0" : $"苏州汾湖“锦澜”,{number}");
            await PublishAsync(Wujiang.Say(record, Samples.PublishedAt));
            await PublishAsync(Jiashan.Say(Carriers.Entry(number, number), Samples.PublishedAt));
        }

        await PublishCasesAsync();
    }

    // Wujiang leads the team, and works on two cases with Jiashan.
    private async Task PublishCasesAsync()
    {
        const string Officer = "10050912045";
        var (from, until) = ("2026-01-01", "2026-12-31");
        var assigned = new AssignMember { Certificate = Officer, FromOn = from };
        var taken = new TakeLead { Certificate = Officer, FromOn = from, UntilOn = until };
        List<CaseAct> acts =
        [
            new() { AssignMember = assigned }, new() { TakeLead = taken },
            .. FirstCases.Select(number => new CaseAct
            {
                Number = number,
                Open = new OpenCase { Title = "太浦河跨界水污染", Members = { "320509", "330421" }, Ground = "信访举报" },
            }),
            new()
            {
                Number = FirstCases[1],
                AssignTask = new AssignTask { Task = "T1", Title = "现场检查", Owner = "330421", DueOn = "2026-07-20" },
            },
        ];
        foreach (var act in acts)
        {
            act.Officer = Officer;
            await PublishAsync(Wujiang.Say(act, Samples.PublishedAt));
        }
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Hub.DisposeAsync();
        Wujiang.Dispose();
        Jiashan.Dispose();
    }

    internal async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request);
    }

    internal async Task<HttpResponseMessage> PostAsync(Envelope envelope, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/publications")
        {
            Content = new StringContent(JsonFormatter.Default.Format(envelope), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        return await Http.SendAsync(request);
    }

    internal static string KeyOf(Envelope envelope)
    {
        var statement = Statement.Parser.ParseFrom(envelope.Payload);
        return $"{statement.Node}/{statement.Sequence}";
    }

    private async Task PublishAsync(Envelope envelope)
    {
        using var answer = await PostAsync(envelope, KeyOf(envelope));
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.True(answer.IsSuccessStatusCode, json.ToJsonString());
        Position = long.Parse((string)json["receipt"]!["lastPosition"]!, CultureInfo.InvariantCulture);
    }
}

/// <summary>Who has no gRPC must get the same answers, and no answer may harm the program that reads it.</summary>
public sealed class When_somebody_asks_over_REST(RestHub rest) : IClassFixture<RestHub>
{
    [Fact]
    public async Task Pages_follow_each_other_by_link_and_cursor()
    {
        var numbers = new List<string>();
        var path = $"/api/v1/records?waterBody=太浦河&limit=2&count=true&atPosition={rest.Position}";
        while (path.Length > 0)
        {
            using var answer = await rest.GetAsync(path);
            var page = await JsonAsync(answer);
            Assert.Equal(3, (int)page["total"]!);
            numbers.AddRange(page["records"]!.AsArray().Select(record => (string)record!["documentNumber"]!));
            path = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : "";
            Assert.Equal(path.Length > 0, page["nextCursor"] is not null);
        }

        Assert.Equal(3, numbers.Distinct().Count());
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        using var first = await rest.GetAsync("/api/v1/reasons");
        var tag = first.Headers.ETag!.ToString();
        using var again = await rest.GetAsync("/api/v1/reasons", ("If-None-Match", tag));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.StartsWith("W/", tag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_end_with_one_that_says_that_nothing_is_missing()
    {
        using var answer = await rest.GetAsync($"/api/v1/records?kind=penalty&atPosition={rest.Position}",
            ("Accept", "application/x-ndjson"));
        var lines = (await answer.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n')
            .Select(line => JsonNode.Parse(line)!).ToList();

        Assert.Equal((true, lines.Count - 1), ((bool)lines[^1]["_end"]!, (int)lines[^1]["count"]!));
        Assert.Contains(lines, line => (string?)line["documentNumber"] == "苏环行罚字〔2026〕09第2号");
    }

    [Fact]
    public async Task A_list_is_the_lines_that_the_hub_signed()
    {
        using var answer = await rest.GetAsync(
            "/api/v1/lists/ENV-YRD?receiver=310118&asOf=2026-11-01", ("Accept", "application/x-ndjson"));
        var text = await answer.Content.ReadAsStringAsync();
        var end = JsonNode.Parse(text.TrimEnd('\n').Split('\n')[^1])!;
        var statement = Protos.Lists.V1.ListStatement.Parser.ParseFrom(
            Convert.FromBase64String((string)end["signed"]!["payload"]!));

        Assert.Equal(
            statement.LinesDigest.ToByteArray(),
            SHA256.HashData(Encoding.UTF8.GetBytes(text[..(text.TrimEnd('\n').LastIndexOf('\n') + 1)])));
        Assert.Equal((int)end["count"]!, statement.Count);
    }

    [Fact]
    public async Task Changes_of_a_list_are_read_page_by_page_and_acknowledged()
    {
        const string Path = "/api/v1/lists/ENV-YRD/changes?receiver=310118&subscription=consumer:credit/rest&limit=2";
        using var first = await rest.GetAsync(Path + "&cursor=0");
        var page = await JsonAsync(first);
        Assert.Equal(2, page["changes"]!.AsArray().Count);
        var cursor = (string)page["nextCursor"]!;
        using var second = await rest.GetAsync(first.Headers.GetValues("Link").Single().Split('<', '>')[1]);
        Assert.NotEmpty((await JsonAsync(second))["changes"]!.AsArray());

        using var body = new StringContent(
            $$"""{"subscription":"consumer:credit/rest","position":"{{cursor}}"}""", Encoding.UTF8, "application/json");
        using var acknowledged = await rest.Http.PostAsync("/api/v1/acknowledgements", body);
        Assert.Equal(cursor, (string)(await JsonAsync(acknowledged))["position"]!);
        using var given = await rest.GetAsync("/api/v1/handovers?subscription=consumer:credit/rest");
        Assert.True((await JsonAsync(given))["handovers"]!.AsArray().Count >= 2);
    }

    [Fact]
    public async Task A_sheet_opens_and_does_nothing()
    {
        using var answer = await rest.GetAsync(
            $"/api/v1/records?kind=penalty&atPosition={rest.Position}", ("Accept", "text/csv"));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var text = Encoding.UTF8.GetString(bytes);

        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        Assert.StartsWith("记录标识,卷宗,", text[1..], StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(",'=cmd|' /C calc'!A0,", text, StringComparison.Ordinal);
        Assert.Contains("\"苏州汾湖“锦澜”,1\"", text, StringComparison.Ordinal);
        Assert.Contains("互认结论", text, StringComparison.Ordinal);
        Assert.Contains("−320509 recognisedWithFlag FLG-", text, StringComparison.Ordinal);
        using var bare = await rest.GetAsync("/api/v1/records?kind=penalty&bom=false", ("Accept", "text/csv"));
        Assert.Equal(0xE8, (await bare.Content.ReadAsByteArrayAsync())[0]);
    }

    [Fact]
    public async Task Values_have_the_words_of_parameters()
    {
        using var answer = await rest.GetAsync(
            $"/api/v1/records?kind=penalty&outcomeOf=310118&outcome=recognisedWithFlag&limit=1&atPosition={rest.Position}");

        var record = (await JsonAsync(answer))["records"]!.AsArray()[0]!;
        Assert.All(record["decisions"]!.AsArray(), decision => Assert.Equal("recognisedWithFlag", (string)decision!["outcome"]!));
    }

    [Fact]
    public async Task Problems_are_told_in_the_language_of_the_reader()
    {
        using var chinese = await rest.GetAsync("/api/v1/records?limit=501&kind=none&what=1");
        using var english = await rest.GetAsync("/api/v1/records?limit=x", ("Accept-Language", "en-GB,zh;q=0.5"));
        using var unknown = await rest.GetAsync("/api/v1/nowhere");
        using var missing = await rest.GetAsync("/api/v1/records/show?dossier=penalty/11320500MAHUBWJ11X/none");

        Assert.Equal(
            (400, 400, 404, 404),
            ((int)chinese.StatusCode, (int)english.StatusCode, (int)unknown.StatusCode, (int)missing.StatusCode));
        Assert.Equal("没有此参数。", (string)(await ProblemAsync(chinese))["errors"]!["what"]!);
        Assert.Equal("Expected a whole number.", (string)(await ProblemAsync(english))["errors"]!["limit"]!);
        Assert.Equal("urn:exchangehub:problem:1603", (string)(await ProblemAsync(unknown))["type"]!);
        Assert.Equal(1001, (int)(await ProblemAsync(missing))["reason"]!);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_another_body_none()
    {
        var record = Carriers.Penalty(91);
        var envelope = rest.Wujiang.Say(record, Samples.PublishedAt);
        var key = RestHub.KeyOf(envelope);
        using var first = await rest.PostAsync(envelope, key);
        using var again = await rest.PostAsync(envelope, key);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());

        record.Penalty.Facts = "另一份报送。";
        var sequence = Statement.Parser.ParseFrom(envelope.Payload).Sequence;
        using var other = await rest.PostAsync(rest.Wujiang.SayAs(sequence, record, Samples.PublishedAt), key);
        Assert.Equal(422, (int)other.StatusCode);
        using var wrong = await rest.PostAsync(envelope, "node:320509/1");
        Assert.NotNull((await ProblemAsync(wrong))["errors"]!["Idempotency-Key"]);
    }

    [Fact]
    public async Task Events_tell_the_position_and_resume()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/positions");
        request.Headers.Add("Last-Event-ID", "1");
        using var answer = await rest.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        var id = await reader.ReadLineAsync();
        Assert.StartsWith("id: ", id, StringComparison.Ordinal);
        Assert.True(long.Parse(id![4..], CultureInfo.InvariantCulture) >= rest.Position);
        using var ahead = await rest.GetAsync("/api/v1/positions", ("Last-Event-ID", "999999999"));
        Assert.Equal(3102, (int)(await ProblemAsync(ahead))["reason"]!);
    }

    [Theory]
    [InlineData("'; drop table hub_record; --")]
    [InlineData("%' or 1=1 --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\u202Egnp.exe")]
    [InlineData("line\r\nforged: 1")]
    [InlineData("{{7*7}}\0")]
    [InlineData("=HYPERLINK(\"http://x\")")]
    public async Task Nothing_that_is_put_in_does_anything(string text)
    {
        foreach (var name in (string[])
            ["subjectName", "kind", "documentNumber", "violation", "waterBody", "industry", "cursor", "reason", "subject", text])
        {
            using var answer = await rest.GetAsync($"/api/v1/records?{Uri.EscapeDataString(name)}={Uri.EscapeDataString(text)}");
            Assert.True((int)answer.StatusCode is 200 or 400, $"{name}: {answer.StatusCode}");
            Assert.DoesNotContain("html", answer.Content.Headers.ContentType!.MediaType!, StringComparison.Ordinal);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Assert.Empty(await answer.Content.ReadAsStringAsync() is var found
                    && JsonNode.Parse(found)!["records"] is { } rows
                    ? rows.AsArray() : []);
            }
        }

        using var still = await rest.GetAsync("/api/v1/records?kind=penalty");
        Assert.NotEmpty((await JsonAsync(still))["records"]!.AsArray());
        Assert.DoesNotContain("\nforged: 1", rest.Hub.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_description_allows_is_answered_or_refused_by_a_problem()
    {
        var random = new Random(20261122);
        var description = JsonNode.Parse(OpenApiText.Write())!;
        foreach (var (path, verb, operation) in description["paths"]!.AsObject().SelectMany(one =>
            one.Value!.AsObject().Select(does => (one.Key, does.Key, does.Value))))
        {
            for (var round = 0; round < 25; round++)
            {
                using var request = Fuzz.Request(random, path, verb, operation!, description);
                using var answer = await rest.Http.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                var what = $"{verb} {request.RequestUri}: {(int)answer.StatusCode} {text}";
                Assert.True((int)answer.StatusCode < 500, what);
                if ((int)answer.StatusCode >= 400)
                {
                    Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
                    if (verb == "head")
                    {
                        continue; // an answer without a body
                    }

                    var problem = JsonNode.Parse(text)!;
                    Assert.True(problem["title"] is not null && (int)problem["status"]! == (int)answer.StatusCode, what);
                }
            }
        }
    }

    [Fact]
    public async Task The_description_is_the_one_that_was_approved()
    {
        using var answer = await rest.GetAsync("/openapi/v1.json");
        await VerifyXunit.Verifier.Verify(await answer.Content.ReadAsStringAsync())
            .UseDirectory("../../approved").UseFileName("openapi");
    }

    [Fact]
    public async Task The_examples_of_the_page_work()
    {
        var page = await File.ReadAllLinesAsync(Path.Combine(Root(), "docs", "rest.md"));
        var examples = page.Where(line => line.StartsWith("curl -sS $TLS", StringComparison.Ordinal)).ToList();
        Assert.True(examples.Count >= 10);
        foreach (var example in examples)
        {
            var start = new ProcessStartInfo("bash", ["-c", example + " -f"]) { RedirectStandardOutput = true };
            (start.Environment["REST"], start.Environment["TLS"]) = ($"{rest.Http.BaseAddress}".TrimEnd('/'), "");
            using var curl = Process.Start(start)!;
            var output = await curl.StandardOutput.ReadToEndAsync();
            await curl.WaitForExitAsync();
            Assert.True(curl.ExitCode == 0 && output.Length > 0, $"{example}\n{output}");
        }
    }

    private static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));

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
