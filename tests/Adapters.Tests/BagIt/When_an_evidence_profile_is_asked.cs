using System.Text;
using ExchangeHub.BagIt;

namespace ExchangeHub.Adapters.Tests.BagIt;

/// <summary>
/// A bag may be valid and still be no evidence package: without the eight steps, without a signature, or with a list of addresses
/// that a server would be made to call. The profile of the agreement is then what says no.
/// </summary>
public sealed class When_an_evidence_profile_is_asked : IDisposable
{
    private readonly Scratch _scratch = new();

    public static TheoryData<string, BagFault, string> Lacks => new()
    {
        { "metadata/steps.json", BagFault.ProfileFileMissing, "metadata/steps.json" },
        { "signature", BagFault.ProfileFileMissing, "signature/tagmanifest.p7s" },
        { "EEH-Agreement", BagFault.ProfileTagMissing, "bag-info.txt" },
        { "EEH-Sensitivity=SECRET", BagFault.ProfileTagRefused, "bag-info.txt" },
        { "EEH-Joint-Team=yes", BagFault.ProfileTagRefused, "bag-info.txt" },
        { "Bagging-Date=3 June", BagFault.TagMalformed, "bag-info.txt" },
        { "+fetch.txt", BagFault.FetchPresent, "fetch.txt" },
        { "+metadata/unlisted.json", BagFault.TagFileUnlisted, "metadata/unlisted.json" },
        { "+signature/more.bin", BagFault.TagFileUnlisted, "signature/more.bin" },
        { "+manifest-md5.txt", BagFault.ProfileManifestRefused, "manifest-md5.txt" },
        { "-tagmanifest-sha256.txt", BagFault.ProfileManifestMissing, "tagmanifest-sha256.txt" },
        { "-manifest-sha256.txt", BagFault.ProfileManifestMissing, "manifest-sha256.txt" },
        { "0.97", BagFault.ProfileVersionRefused, "bagit.txt" },
        { "ISO-8859-1", BagFault.ProfileEncodingRefused, "bagit.txt" },
    };

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Lacks))]
    public async Task What_the_profile_asks_and_the_bag_lacks_is_a_fault(string lack, BagFault fault, string path)
    {
        var (folder, _) = await _scratch.SealAsync(BagForm.Folder, Draft(lack), "bag");
        switch (lack[0])
        {
            case '+':
                await File.WriteAllTextAsync(Path.Combine(folder, lack[1..]), "");
                break;
            case '-':
                File.Delete(Path.Combine(folder, lack[1..]));
                break;
            case '0' or 'I':
                var text = await File.ReadAllTextAsync(Path.Combine(folder, "bagit.txt"));
                await File.WriteAllTextAsync(Path.Combine(folder, "bagit.txt"), lack[0] == '0'
                    ? text.Replace("1.0", lack, StringComparison.Ordinal)
                    : text.Replace("UTF-8", lack, StringComparison.Ordinal));
                break;
        }

        var check = await Scratch.CheckAsync(folder, BagProfile.Evidence);

        Assert.Contains(check.Findings, finding =>
            (finding.Fault, finding.Path, finding.Severity) == (fault, path, BagSeverity.Fault));
        Assert.False(check.IsAcceptable);
    }

    [Fact]
    public async Task A_valid_bag_without_the_tags_is_valid_and_not_acceptable()
    {
        var (path, _) = await _scratch.SealAsync(BagForm.Zip, Scratch.Draft with { Tags = [], Signer = null });

        var check = await Scratch.CheckAsync(path, BagProfile.Evidence);

        Assert.True(check is { IsValid: true, IsAcceptable: false }, check.ToString());
        Assert.All(check.Findings, finding => Assert.StartsWith("BAG-6", finding.Code, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"BagIt-Profile-Info\":{\"BagIt-Profile-Identifier\":\"x\"},\"Payload-Files-Required\":[\"a\"]}")]
    public void A_profile_with_rules_that_are_not_known_is_refused(string json) =>
        Assert.ThrowsAny<FormatException>(() => BagProfile.Read(new MemoryStream(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public async Task A_profile_may_ask_for_an_archive_and_refuse_one()
    {
        foreach (var (rule, form, isGood) in new[]
        {
            ("required", BagForm.Folder, false), ("required", BagForm.Zip, true), ("required", BagForm.Tar, false),
            ("forbidden", BagForm.Zip, false), ("forbidden", BagForm.Folder, true),
        })
        {
            var profile = BagProfile.Read(new MemoryStream(Encoding.UTF8.GetBytes(
                $$"""
                {"BagIt-Profile-Info":{"BagIt-Profile-Identifier":"urn:x"},"Serialization":"{{rule}}",
                 "Accept-Serialization":["application/zip"],"Accept-BagIt-Version":["1.0"]}
                """)));
            var (path, _) = await _scratch.SealAsync(form, null, $"{rule}-{form}");
            Assert.Equal(isGood, (await Scratch.CheckAsync(path, profile)).IsAcceptable);
        }
    }

    private static BagDraft Draft(string lack) => Scratch.Draft with
    {
        Contents = [.. Scratch.Draft.Contents.Where(content => content.Path != lack)],
        Signer = lack == "signature" ? null : Scratch.Draft.Signer,
        Tags = lack.Split('=') is [var label, var value]
            ? [.. Scratch.Draft.Tags.Where(tag => tag.Label != label), new(label, value)]
            : [.. Scratch.Draft.Tags.Where(tag => tag.Label != lack)],
    };
}
