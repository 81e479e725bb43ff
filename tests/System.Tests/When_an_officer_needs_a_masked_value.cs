using System.Security.Cryptography;
using System.Text;
using ExchangeHub.Adapters.Tests.Wire;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Disclosure.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.SystemTests.Node;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace ExchangeHub.SystemTests;

/// <summary>Scenario S09 a: a record shows 顾** and a masked number. Who needs more asks the district that has it, with reasons;
/// what it hands out only the asker can read, and compares with what was signed. What is erased never comes back.</summary>
public sealed class When_an_officer_needs_a_masked_value(RunningZone zone) : IClassFixture<RunningZone>
{
    private const string Officer = "10050912045";
    private const string NamePath = "subjects[0].person.name_commitment";
    private const string NumberPath = "subjects[0].person.number_commitment";

    [Fact]
    public async Task It_is_asked_for_with_reasons_read_once_and_checked()
    {
        var person = new Person("顾测三", "320509190003030039", "31");
        var dossier = await PublishAsync(person);
        var (publisher, asker) = (DeskOf("320509"), DeskOf("330421"));
        _ = await publisher.KeepAsync(person.Values(dossier));

        var id = await AskAsync(asker, dossier);
        await IsRefusedAsync("4204", async () => await asker.ReadAsync(new ReadRequest { Id = id }));
        var seen = await SeenAsync(publisher, id, DisclosureCase.Types.State.Open);
        Assert.Equal("node:330421", seen.AskedBy);
        Assert.Equal("嘉环（善）立字〔2026〕9号", seen.CaseNumber);
        await IsRefusedAsync("4204", async () => await asker.ReadAsync(new ReadRequest { Id = id }));

        _ = await publisher.AnswerAsync(new AnswerRequest { Id = id, Officer = Officer });
        _ = await SeenAsync(asker, id, DisclosureCase.Types.State.Granted);
        var read = await asker.ReadAsync(new ReadRequest { Id = id });
        Assert.Equal([person.Name, person.Number], read.Values.Select(value => value.Value));
        Assert.All(read.Values, value => Assert.True(value.IsSound));

        // Once; and nobody else had any part in it.
        await IsRefusedAsync("4204", async () => await asker.ReadAsync(new ReadRequest { Id = id }));
        Assert.DoesNotContain((await DeskOf("310118").ListAsync(new ListRequest())).Cases, one => one.Id == id);
        AssertNowhere(person);
    }

    [Fact]
    public async Task It_is_not_handed_out_without_a_reason_to_others_or_twice()
    {
        var person = new Person("顾测四", "320509190004040046", "32");
        var dossier = await PublishAsync(person);
        var (publisher, asker) = (DeskOf("320509"), DeskOf("330421"));

        await IsRefusedAsync("1003", async () => await asker.AskAsync(
            new AskRequest { Dossier = dossier, Paths = { NumberPath }, CaseNumber = "1", Officer = Officer }));
        await IsRefusedAsync("1003", async () => await asker.AskAsync(new AskRequest
        {
            Dossier = dossier, Paths = { NumberPath }, CaseNumber = "1", Officer = Officer, Reason = "号码 11010519491231002X",
        }));
        await IsRefusedAsync("1354", async () => await AskAsync(asker, dossier, "subjects[1].person.number_commitment"));
        await IsRefusedAsync("1354", async () => await AskAsync(publisher, dossier, NumberPath));
        await IsRefusedAsync("1352", async () => await AskAsync(asker, "penalty/11320500MAHUBWJ11X/无", NumberPath));
        await IsRefusedAsync("4201", async () => await asker.KeepAsync(person.Values(dossier)));
        await IsRefusedAsync("1003", async () => await publisher.KeepAsync(
            new Person("顾测五", person.Number, "32").Values(dossier)));

        var id = await AskAsync(asker, dossier);
        _ = await SeenAsync(asker, id, DisclosureCase.Types.State.Open);
        await IsRefusedAsync("1352", async () => await asker.AnswerAsync(
            new AnswerRequest { Id = id, Officer = Officer, Refusal = "自行答复" }));
        _ = await SeenAsync(publisher, id, DisclosureCase.Types.State.Open);
        await IsRefusedAsync("4203", async () => await publisher.AnswerAsync(new AnswerRequest { Id = id, Officer = Officer }));
        _ = await publisher.AnswerAsync(new AnswerRequest { Id = id, Officer = Officer, Refusal = "与案件无关" });

        Assert.Equal("与案件无关", (await SeenAsync(asker, id, DisclosureCase.Types.State.Refused)).Refusal);
        await IsRefusedAsync("1353", async () => await publisher.AnswerAsync(
            new AnswerRequest { Id = id, Officer = Officer, Refusal = "再次答复" }));
        await IsRefusedAsync("4204", async () => await asker.ReadAsync(new ReadRequest { Id = id }));
        await IsRefusedAsync("4202", async () => await asker.ReadAsync(new ReadRequest { Id = new string('0', 32) }));
    }

    [Fact]
    public async Task What_was_erased_never_comes_back_and_the_record_stands()
    {
        var person = new Person("顾测六", "320509190006060065", "33");
        var dossier = await PublishAsync(person);
        var (publisher, asker) = (DeskOf("320509"), DeskOf("330421"));
        _ = await publisher.KeepAsync(person.Values(dossier));
        var id = await AskAsync(asker, dossier);
        _ = await SeenAsync(publisher, id, DisclosureCase.Types.State.Open);

        var request = new EraseRequest { Number = ByteString.CopyFromUtf8(person.Number) };
        Assert.Equal(2, (await publisher.EraseAsync(request)).Erased);
        Assert.Equal(0, (await publisher.EraseAsync(request)).Erased);

        await IsRefusedAsync("4203", async () => await publisher.AnswerAsync(new AnswerRequest { Id = id, Officer = Officer }));
        Assert.Contains("RECOGNISED", await zone.RelyAsync("330421", dossier), StringComparison.Ordinal);
    }

    private async Task<string> PublishAsync(Person person)
    {
        var record = Samples.Penalty();
        record.Subjects.Clear();
        record.Subjects.Add(person.ToSubject());
        record.Penalty.DocumentNumber = $"苏环行罚字〔2026〕09第9{person.Place}号";
        using var channel = GrpcChannel.ForAddress(zone.AddressOf("320509"));
        var submitted = await new NodeService.NodeServiceClient(channel).SubmitAsync(
            new SubmitRequest { ClientKey = $"masked-{person.Place}", Record = record });
        await Eventually.HoldsAsync(async () => (await zone.RelyAsync("330421", submitted.Submission.Dossier))
            .Contains("RECOGNISED", StringComparison.Ordinal));
        return submitted.Submission.Dossier;
    }

    private DisclosureDeskService.DisclosureDeskServiceClient DeskOf(string division) =>
        new(GrpcChannel.ForAddress(zone.AddressOf(division)));

    private static async Task<string> AskAsync(
        DisclosureDeskService.DisclosureDeskServiceClient desk, string dossier, params string[] paths) =>
        (await desk.AskAsync(new AskRequest
        {
            Dossier = dossier,
            Paths = { paths is [] ? [NamePath, NumberPath] : paths },
            CaseNumber = "嘉环（善）立字〔2026〕9号",
            Reason = "核对同一当事人在本县的违法行为",
            Officer = Officer,
        })).Id;

    private static async Task<DisclosureCase> SeenAsync(
        DisclosureDeskService.DisclosureDeskServiceClient desk, string id, DisclosureCase.Types.State state)
    {
        DisclosureCase? seen = null;
        await Eventually.HoldsAsync(async () => (seen = (await desk.ListAsync(new ListRequest())).Cases
            .FirstOrDefault(one => one.Id == id && one.State == state)) is not null);
        return seen!;
    }

    // Neither in a file of the hub or of a node, nor in a line that they wrote.
    private void AssertNowhere(Person person)
    {
        var needles = new[] { Encoding.UTF8.GetBytes(person.Name), Encoding.UTF8.GetBytes(person.Number) };
        foreach (var file in zone.Folders.SelectMany(folder => Directory.EnumerateFiles(
            folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
            .Where(file => Path.GetFileName(file) != "lock"))
        {
            using var content = new MemoryStream();
            try
            {
                using var stream =
                    new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                stream.CopyTo(content);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                continue; // the servers write on: it was renamed or is no more
            }

            Assert.All(needles, needle => Assert.True(
                content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(needle) < 0, $"{file} holds a personal value."));
        }
    }

    private static async Task IsRefusedAsync(string reason, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        var details = Google.Rpc.Status.Parser.ParseFrom(refused.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(reason, details.Details.First(detail => detail.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>().Reason);
    }

    private sealed record Person(string Name, string Number, string Place)
    {
        private readonly byte[] _salt = SHA256.HashData(Encoding.UTF8.GetBytes(Place));

        public Subject ToSubject() => new()
        {
            Category = SubjectCategory.NaturalPerson,
            Person = new NaturalPerson
            {
                MaskedName = PersonalValue.MaskName(Name),
                NameCommitment = ByteString.CopyFrom(PersonalValue.Commit(_salt, NamePath, Name)),
                CertificateType = CertificateType.ResidentIdentityCard,
                MaskedNumber = PersonalValue.MaskNumber(Number),
                NumberCommitment = ByteString.CopyFrom(PersonalValue.Commit(_salt, NumberPath, Number)),
            },
        };

        public KeepRequest Values(string dossier) => new()
        {
            Dossier = dossier,
            Values =
            {
                new DisclosedValue
                {
                    Path = NamePath, Value = ByteString.CopyFromUtf8(Name), Salt = ByteString.CopyFrom(_salt),
                },
                new DisclosedValue
                {
                    Path = NumberPath, Value = ByteString.CopyFromUtf8(Number), Salt = ByteString.CopyFrom(_salt),
                },
            },
        };
    }
}
