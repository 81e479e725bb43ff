using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>What a node puts around what its district's systems say.</summary>
public sealed class StatementWriterTests
{
    private static readonly Ulid Fresh = Ulid.New(Samples.PublishedAt, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

    [Fact]
    public void What_may_be_left_out_is_filled_in_and_the_rest_is_untouched()
    {
        var record = Samples.Penalty();
        var before = record.Clone();

        var written = Written(record);

        Assert.Equal(before, record);
        Assert.Equal($"urn:eeh:penalty:330421:{Fresh}", written.RecordId);
        Assert.Equal(("1.0.0", 1), (written.SchemaVersion, written.Version));
        Assert.Equal(RecordContent.DigestOf(record).ToBytes(), written.ContentHash.ToByteArray());
        (written.RecordId, written.SchemaVersion, written.Version, written.ContentHash) = ("", "", 0, ByteString.Empty);
        Assert.Equal(before, written);
    }

    [Fact]
    public void What_is_there_is_kept()
    {
        var record = Samples.Penalty();
        (record.RecordId, record.SchemaVersion, record.Version, record.ContentHash) =
            ("urn:eeh:penalty:310118:01KXKJ3V5WQ8H2N6B4T7R9M1XD", "1.2.0", 3, Samples.SomeHash);

        Assert.Equal(record, Written(record));
    }

    [Fact]
    public void The_statement_has_its_place()
    {
        var writer = Samples.Writer("node:330421");
        var before = Digest.Of("the statement before"u8);

        var statement = Statement.Parser.ParseFrom(writer.Write(
            Samples.Penalty(), Fresh, new StatementPlace(7, before, Samples.PublishedAt)).Span);

        Assert.Equal((Samples.Network, "node:330421", 7L), (statement.NetworkId, statement.Node, statement.Sequence));
        Assert.Equal(before.ToBytes(), statement.Previous.ToByteArray());
        Assert.Equal(Samples.PublishedAt, statement.PublishedAt.ToDateTimeOffset());
        Assert.Equal(Samples.PenaltyDossier, statement.Dossier);
    }

    [Fact]
    public void The_same_record_in_the_same_place_gives_the_same_bytes() =>
        Assert.Equal(Samples.Payload(Samples.Evidence()).ToArray(), Samples.Payload(Samples.Evidence()).ToArray());

    [Fact]
    public void What_is_wrong_is_written_all_the_same_and_found_by_the_reader()
    {
        var record = Samples.Evidence();
        record.Sensitivity = (Sensitivity)9999;
        record.Evidence.Bag.SealedAt = new Timestamp { Seconds = long.MaxValue };
        record.Evidence.PackageNumber = "";

        var violations = new StatementReader().Read(Samples.Payload(record)).Violations;

        Assert.Equal(
            ["record.evidence.bag.sealed_at", "record.evidence.package_number", "record.sensitivity"],
            violations.Select(violation => violation.Field).Order());
    }

    [Fact]
    public void A_name_is_masked_behind_its_first_character()
    {
        Assert.Equal("沈**", PersonalValue.MaskName("沈某东"));
        Assert.Equal("顾*", PersonalValue.MaskName("顾"));
        Assert.Equal("𠮷*", PersonalValue.MaskName("𠮷田"));
    }

    [Theory]
    [InlineData("330421190001010017", "330***********0017")]
    [InlineData("E12345678", "********8")]
    [InlineData("E123456789", "E12***6789")]
    public void A_number_is_masked_in_the_middle(string number, string masked) =>
        Assert.Equal(masked, PersonalValue.MaskNumber(number));

    [Fact]
    public void A_commitment_binds_the_value_to_its_record_and_field()
    {
        static string Commit(string salt, string path, string value) =>
            Convert.ToHexStringLower(PersonalValue.Commit(System.Text.Encoding.UTF8.GetBytes(salt), path, value));
        const string Salt = "0123456789abcdef";
        const string Path = "subjects[0].person.name_commitment";

        // printf 'subjects[0].person.name_commitment\0沈测一' | openssl dgst -sha256 -hmac 0123456789abcdef
        Assert.Equal("c9b633c302e05d8b899bdade5c8cd844d5fef4255146404aef4a03df9895fad3", Commit(Salt, Path, "沈测一"));
        Assert.NotEqual(Commit(Salt, Path, "沈测一"), Commit("fedcba9876543210", Path, "沈测一"));
        Assert.NotEqual(Commit(Salt, Path, "沈测一"), Commit(Salt, "subjects[1].person.name_commitment", "沈测一"));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => Commit("short", Path, "沈测一"));
    }

    private static Record Written(Record record) => Statement.Parser.ParseFrom(
        Samples.Writer("node:330421").Write(record, Fresh, new StatementPlace(1, null, Samples.PublishedAt)).Span).Record;
}
