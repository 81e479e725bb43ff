using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ExchangeHub.BagIt;
using ExchangeHub.Transfers;

namespace ExchangeHub.SystemTests.Transfers;

/// <summary>Whoever has no gRPC carries evidence with what every system has, and loses no byte when a line is cut.</summary>
[Collection(CarryingHubCollection.Name)]
public sealed class When_files_go_over_HTTP(CarryingHub hub)
{
    private const string Uploads = "/api/v1/packages/uploads";
    private const string Content = "/api/v1/packages/content";

    [Fact]
    public async Task A_package_is_declared_sent_in_parts_and_fetched_by_gRPC()
    {
        using var parcel = await PublishAsync(await Parcel.SealAsync(
            hub.Next(), BagContent.FromBytes("data/04-inspection/video.mp4", Parcel.Noise(900_001, 5)),
            BagContent.FromBytes("data/04-inspection/empty.txt", Array.Empty<byte>())));

        await UploadAsync(parcel, partBytes: 300_000);

        var to = parcel.Beside("pulled");
        Assert.DoesNotContain("[exit", await hub.PullAsync(parcel, to), StringComparison.Ordinal);
        Assert.True(parcel.IsIn(to));
    }

    [Fact]
    public async Task The_script_carries_a_package_from_where_it_broke_off()
    {
        using var parcel = await PublishAsync(await Parcel.SealManyAsync(hub.Next(), 3));
        var start = new ProcessStartInfo(
            Path.Combine(Root(), "deploy", "samples", "carry-package.sh"), [parcel.Folder, parcel.Dossier])
        {
            RedirectStandardError = true,
        };
        start.Environment["REST"] = $"{hub.Http.BaseAddress}".TrimEnd('/');

        await DeclareAsync(parcel);
        var begun = await File.ReadAllBytesAsync(Path.Combine(parcel.Folder, "manifest-sha256.txt"));
        using var half = await PatchAsync(AddressOf(parcel, begun), 0, begun.AsMemory(0, begun.Length / 2));

        using var script = Process.Start(start)!;
        var said = await script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();
        Assert.True(script.ExitCode == 0, said);

        var to = parcel.Beside("pulled");
        Assert.DoesNotContain("[exit", await hub.PullAsync(parcel, to), StringComparison.Ordinal);
        Assert.True(parcel.IsIn(to));
    }

    [Fact]
    public async Task After_a_cut_the_upload_goes_on_where_the_hub_says()
    {
        var bytes = Parcel.Noise(2_000_003, 6);
        using var parcel = await PublishAsync(await Parcel.SealAsync(
            hub.Next(), BagContent.FromBytes("data/04-inspection/video.mp4", bytes)));
        await DeclareAsync(parcel);
        var address = AddressOf(parcel, bytes);
        var held = await CutAsync(address, bytes, after: 1_200_000);
        Assert.Equal(held, await HeldAsync(address, atLeast: 0));

        using var astray = await PatchAsync(address, held + 1, bytes.AsMemory((int)held + 1));
        Assert.Equal((HttpStatusCode.Conflict, 1505), (astray.StatusCode, await ReasonAsync(astray)));
        using var rest = await PatchAsync(address, held, bytes.AsMemory((int)held));
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        Assert.Equal("2000003", rest.Headers.GetValues("Upload-Offset").Single());
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=100000-300000", 100_000, 200_001)]
    [InlineData("bytes=699990-", 699_990, 11)]
    [InlineData("bytes=-5", 699_996, 5)]
    [InlineData("bytes=-9999999", 0, 700_001)]
    [InlineData("bytes=5-9999999", 5, 699_996)]
    public async Task A_range_is_what_was_asked_for(string range, int from, int count)
    {
        var (parcel, bytes) = await CarriedAsync(700_001, 7);
        using var done = parcel;

        using var answer = await GetAsync(parcel, bytes, ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{from + count - 1}/700001"),
            answer.Content.Headers.ContentRange!.ToString());
        Assert.Equal(bytes[from..(from + count)], await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_whole_says_what_it_is_and_is_not_sent_to_who_has_it()
    {
        var (parcel, bytes) = await CarriedAsync(200_000, 8);
        using var done = parcel;
        var hash = SHA256.HashData(bytes);

        using var whole = await GetAsync(parcel, bytes);
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal($"\"{Convert.ToHexStringLower(hash)}\"", whole.Headers.ETag!.ToString());
        Assert.Equal($"sha-256=:{Convert.ToBase64String(hash)}:", whole.Headers.GetValues("Repr-Digest").Single());
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());

        using var known = await GetAsync(parcel, bytes, ("If-None-Match", whole.Headers.ETag.ToString()));
        using var changed = await GetAsync(parcel, bytes, ("Range", "bytes=0-9"), ("If-Range", "\"another\""));
        using var several = await GetAsync(parcel, bytes, ("Range", "bytes=0-9,20-29"));
        Assert.Equal(
            (HttpStatusCode.NotModified, HttpStatusCode.OK, HttpStatusCode.OK),
            (known.StatusCode, changed.StatusCode, several.StatusCode));
    }

    [Fact]
    public async Task What_lies_behind_the_end_cannot_be_had()
    {
        var (parcel, bytes) = await CarriedAsync(1000, 9);
        using var done = parcel;

        using var at = await GetAsync(parcel, bytes, ("Range", "bytes=1000-"));
        using var behind = await GetAsync(parcel, bytes, ("Range", "bytes=1001-"));
        using var nothing = await GetAsync(parcel, bytes, ("Range", "bytes=-0"));

        Assert.All([at, behind, nothing], answer => Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode));
        Assert.Equal("bytes */1000", at.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task A_range_of_a_damaged_file_is_never_whole()
    {
        var (parcel, bytes) = await CarriedAsync(500_000, 10);
        using var done = parcel;
        await using (var file = new FileStream(hub.PathOf(SHA256.HashData(bytes)), FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = 400_000;
            file.WriteByte((byte)(bytes[400_000] ^ 1));
        }

        // The hub breaks off: whether the head of the answer still arrives is a matter of the machine.
        async Task ReadAsync(string range)
        {
            using var answer = await GetAsync(parcel, bytes, ("Range", range));
            _ = await answer.Content.ReadAsByteArrayAsync();
        }

        _ = await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync("bytes=0-99999"));
        _ = await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync("bytes=0-9"));
    }

    [Fact]
    public async Task What_is_wrong_is_named_and_leaves_nothing()
    {
        var bytes = Parcel.Noise(1000, 11);
        using var parcel = await PublishAsync(await Parcel.SealAsync(
            hub.Next(), BagContent.FromBytes("data/04-inspection/photo.jpg", bytes)));
        var address = AddressOf(parcel, bytes);

        using var early = await PatchAsync(address, 0, bytes);
        Assert.Equal((HttpStatusCode.Conflict, 1508), (early.StatusCode, await ReasonAsync(early)));
        await DeclareAsync(parcel);
        using var unsaid = await hub.Http.PatchAsync(address, new ByteArrayContent(bytes));
        using var longer = await PatchAsync(address, 0, Parcel.Noise(1001, 11));
        using var other = await PatchAsync(address, 0, Parcel.Noise(1000, 12));
        using var misnamed = await PatchAsync(address.Replace("sha256=", "sha256=x", StringComparison.Ordinal), 0, bytes);

        Assert.Equal((HttpStatusCode.BadRequest, 1003), (unsaid.StatusCode, await ReasonAsync(unsaid)));
        Assert.Equal((HttpStatusCode.BadRequest, 1506), (longer.StatusCode, await ReasonAsync(longer)));
        Assert.Equal((HttpStatusCode.BadRequest, 1507), (other.StatusCode, await ReasonAsync(other)));
        Assert.Equal((HttpStatusCode.BadRequest, 1003), (misnamed.StatusCode, await ReasonAsync(misnamed)));
        Assert.Equal(0, await HeldAsync(address, atLeast: 0));

        // Whoever sends nothing is told what the hub holds, not what was claimed, and only of a file that is named.
        using var nothing = await PatchAsync(address, 999, ReadOnlyMemory<byte>.Empty);
        Assert.Equal("0", nothing.Headers.GetValues("Upload-Offset").Single());
        using var unnamed = await PatchAsync(Uploads, 0, ReadOnlyMemory<byte>.Empty);
        Assert.Equal((HttpStatusCode.BadRequest, 1003), (unnamed.StatusCode, await ReasonAsync(unnamed)));
    }

    private async Task<(Parcel Parcel, byte[] Bytes)> CarriedAsync(int count, int seed)
    {
        var bytes = Parcel.Noise(count, (hub.Next() * 1000) + seed);
        var parcel = await PublishAsync(await Parcel.SealAsync(
            hub.Next(), BagContent.FromBytes("data/04-inspection/photo.jpg", bytes)));
        Assert.DoesNotContain("[exit", await hub.PushAsync(parcel), StringComparison.Ordinal);
        return (parcel, bytes);
    }

    private async Task UploadAsync(Parcel parcel, int partBytes)
    {
        await DeclareAsync(parcel);
        foreach (var file in Directory.EnumerateFiles(parcel.Folder, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            var at = (int)await HeldAsync(AddressOf(parcel, bytes), atLeast: 0); // files of one content are one
            while (at < bytes.Length || at == 0)
            {
                using var sent = await PatchAsync(
                    AddressOf(parcel, bytes), at, bytes.AsMemory(at, Math.Min(partBytes, bytes.Length - at)));
                Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
                at = int.Parse(sent.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
                if (bytes.Length == 0)
                {
                    break;
                }
            }
        }

        var body = Named(parcel);
        body["unlisted"] = new JsonArray([.. Unlisted(parcel)]);
        using var committed = await PostAsync("/api/v1/packages/commit", body);
        Assert.Equal(HttpStatusCode.OK, committed.StatusCode);
        using var told = await hub.Http.GetAsync(
            $"/api/v1/packages?dossier={Uri.EscapeDataString(parcel.Dossier)}&receiver=330421");
        Assert.NotNull(JsonNode.Parse(await told.Content.ReadAsStringAsync())!["committedAt"]);
    }

    private async Task DeclareAsync(Parcel parcel)
    {
        var files = new DirectoryInfo(parcel.Folder).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
        var body = Named(parcel);
        (body["fileCount"], body["sizeBytes"]) = (files.Count, files.Sum(file => file.Length));
        using var declared = await PostAsync("/api/v1/packages", body);
        Assert.True(declared.IsSuccessStatusCode, await declared.Content.ReadAsStringAsync());
    }

    // As a line that is cut leaves it: more was announced than came. What has not yet been taken when it is cut is lost.
    private async Task<long> CutAsync(string address, byte[] bytes, int after)
    {
        const int Whole = 4 * 256 * 1024;
        using var client = new TcpClient();
        await client.ConnectAsync(hub.Http.BaseAddress!.Host, hub.Http.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PATCH {address} HTTP/1.1\r\nHost: hub\r\nUpload-Offset: 0\r\nContent-Length: {bytes.Length}\r\n\r\n"));
        await stream.WriteAsync(bytes.AsMemory(0, after));
        await stream.FlushAsync();
        return await HeldAsync(address, atLeast: Whole);
    }

    private async Task<long> HeldAsync(string address, long atLeast)
    {
        for (var left = 1200; ; left--)
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var answer = await hub.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            var held = long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
            if (held >= atLeast || left == 0)
            {
                Assert.True(held >= atLeast, $"{held} bytes are held.");
                return held;
            }

            await Task.Delay(50);
        }
    }

    private async Task<HttpResponseMessage> GetAsync(Parcel parcel, byte[] bytes, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{Content}?{Of(parcel, bytes)}&receiver=330421");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await hub.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<HttpResponseMessage> PatchAsync(string address, long offset, ReadOnlyMemory<byte> bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, address) { Content = new ReadOnlyMemoryContent(bytes) };
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        return await hub.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await hub.Http.PostAsync(path, content);
    }

    private static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));

    private static JsonObject Named(Parcel parcel) => new()
    {
        ["package"] = new JsonObject
        {
            ["dossier"] = parcel.Dossier, ["tagManifestSha256"] = parcel.Name.TagManifestSha256.ToBase64(),
        },
    };

    private static IEnumerable<JsonNode> Unlisted(Parcel parcel) =>
        from file in Directory.EnumerateFiles(parcel.Folder, "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(parcel.Folder, file)
        where PackageManifests.MayBeUnlisted(path)
        let bytes = File.ReadAllBytes(file)
        select new JsonObject
        {
            ["path"] = path,
            ["blob"] = new JsonObject
            {
                ["sha256"] = Convert.ToBase64String(SHA256.HashData(bytes)), ["sizeBytes"] = bytes.Length,
            },
        };

    private static string AddressOf(Parcel parcel, byte[] bytes) => string.Create(
        CultureInfo.InvariantCulture, $"{Uploads}?{Of(parcel, bytes)}&sizeBytes={bytes.Length}");

    private static string Of(Parcel parcel, byte[] bytes) =>
        $"dossier={Uri.EscapeDataString(parcel.Dossier)}&sha256={Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    private static async Task<int> ReasonAsync(HttpResponseMessage answer) =>
        (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["reason"]!;

    private async Task<Parcel> PublishAsync(Parcel parcel)
    {
        await parcel.PublishAsync(hub.Channel, hub.Jiashan);
        return parcel;
    }
}
