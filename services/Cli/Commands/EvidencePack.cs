using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ExchangeHub.BagIt;
using ExchangeHub.Cli.Output;
using ExchangeHub.EvidencePackages;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub evidence pack FOLDER --out PACKAGE</c>: seals a folder with <c>data/</c> and <c>metadata/</c> as a package,
/// and writes the record that the district publishes of it.</summary>
internal static class EvidencePack
{
    private static readonly Option<string?> Authority = new("--timestamp-authority")
    {
        Description = "时间戳机构（RFC 3161）地址，为签名加盖时间戳 / Address of a time-stamp authority (RFC 3161), which stamps the signature",
    };

    public static Command Command()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "含 data/ 和 metadata/（package.json、steps.json、items.json）的文件夹 / Folder with data/ and metadata/",
        };
        var output = new Option<string>("--out") { Description = "要生成的证据包 / The package to make", Required = true };
        var form = new Option<string>("--form")
        {
            Description = "形式：folder、tar 或 zip / Form: folder, tar or zip", DefaultValueFactory = _ => "tar",
        };
        _ = form.AcceptOnlyFromAmong("folder", "tar", "zip");
        var agreement = new Option<string>("--agreement")
        {
            Description = "所依据的协议版本，例如 agr:yrd-demo-2020/v3 / Version of the agreement", Required = true,
        };
        var node = new Option<string?>("--origin-node") { Description = "报送节点，例如 node:330421 / The node that publishes it" };
        var sealedAt = new Option<string?>("--sealed-at") { Description = "封包时间，缺省为现在 / When it is sealed; now by default" };
        var record = new Option<string?>("--record")
        {
            Description = "另存可供 xhub publish 报送的记录 / Also write the record, as xhub publish takes it",
        };
        var command = new Command(
            "pack", "封存证据包，并生成其记录；有身份目录时签名 / Seal a package and make its record; signed where there is an identity")
        {
            folder, output, form, agreement, node, sealedAt, record, Authority,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var order = new PackOrder(
                parsed.GetRequiredValue(folder).FullName,
                parsed.GetRequiredValue(output),
                parsed.GetRequiredValue(form) switch { "folder" => BagForm.Folder, "zip" => BagForm.Zip, _ => BagForm.Tar },
                parsed.GetRequiredValue(agreement),
                parsed.GetValue(node),
                InstantOf(parsed.GetValue(sealedAt)));
            return RunAsync(parsed, order, parsed.GetValue(record), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, PackOrder order, string? recordFile, CancellationToken cancellation)
    {
        var screen = Screen.Current.Value!;
        var signer = Shared.HasIdentity(parsed) ? Signer(parsed, order.SealedAt, AuthorityOf(parsed.GetValue(Authority))) : null;
        try
        {
            var (made, record) = await PackageSealing.RunAsync(order, signer, screen, cancellation);
            if (recordFile is not null)
            {
                var json = new JsonObject { ["record"] = JsonNode.Parse(JsonFormatter.Default.Format(record)) };
                await File.WriteAllTextAsync(recordFile, json.ToJsonString() + "\n", cancellation);
            }

            Tell(screen, made, record, signer is not null);
            return ExitCode.Ok;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new CommandException(
                ExitCode.Failure, $"未生成证据包：{unusable.Message}", $"No package was made: {unusable.Message}");
        }
    }

    private static void Tell(Screen screen, SealedBag made, Protos.Record.V1.Record record, bool isSigned)
    {
        var report = PackageExamination.Run(SheetTranslation.Of(record));
        if (screen.IsJson)
        {
            screen.Json(new JsonObject
            {
                ["package"] = made.Path,
                ["tagManifestSha256"] = made.TagManifestDigest.ToString(),
                ["oxum"] = record.Evidence.Bag.Oxum,
                ["isSigned"] = isSigned,
                ["outcome"] = report.Outcome.ToString().ToUpperInvariant(),
                ["codes"] = new JsonArray([.. report.Codes.Select(code => JsonValue.Create(code.ToString()))]),
            });
            return;
        }

        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{screen.Say(
            $"已封存 {made.Path}：载荷 {made.PayloadFiles} 个文件，{made.PayloadBytes:N0} 字节",
            $"sealed {made.Path}: {made.PayloadFiles} payload files, {made.PayloadBytes:N0} bytes")}"));
        screen.Line($"tagmanifest-sha256.txt  {made.TagManifestDigest}");
        if (!isSigned)
        {
            screen.Line(screen.Say(
                "未签名：规范要求签名，请以 --identity 指明身份目录后重新封存。",
                "It is not signed, which the profile asks for: seal it again with --identity FOLDER."));
        }

        screen.Line($"{screen.Say(PackageTable.Word(report.Outcome))}  {string.Join(' ', report.Codes)}".TrimEnd());
    }

    private static Uri? AuthorityOf(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new CommandException(
            ExitCode.Usage, $"--timestamp-authority 应为 https://tsa.example/ 之类的地址；实为“{text}”。",
            $"--timestamp-authority: expected an address such as https://tsa.example/; found '{text}'.");

    private static BagSigner Signer(ParseResult parsed, DateTimeOffset at, Uri? authority)
    {
        var identity = Shared.Identity(parsed).Read();
        return (tagManifest, cancellation) => TagManifestSignature.SignAsync(
            tagManifest, identity.Certificate, identity.Intermediates, at,
            authority is null ? null : value => StampAsync(authority, value, cancellation));
    }

    private static async ValueTask<ReadOnlyMemory<byte>> StampAsync(Uri authority, byte[] value, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var question = new ByteArrayContent(TimestampQuery.Write(Digest.Of(value)));
        question.Headers.ContentType = new MediaTypeHeaderValue(TimestampQuery.MediaType);
        try
        {
            using var answer = await http.PostAsync(authority, question, cancellation);
            return TimestampQuery.ReadAnswer(
                await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (Exception away) when (away is HttpRequestException or FormatException or TaskCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"{authority}: {away.Message}", away);
        }
    }

    private static DateTimeOffset InstantOf(string? text) => text is null
        ? TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8))
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new CommandException(
                ExitCode.Usage, $"--sealed-at 应为 2026-06-03T17:00:00+08:00 之类的时刻；实为“{text}”。",
                $"--sealed-at: expected an instant such as 2026-06-03T17:00:00+08:00; found '{text}'.");
}
