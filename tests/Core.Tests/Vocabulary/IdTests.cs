using System.Globalization;
using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.Vocabulary;

/// <summary>The ids of the hub itself, and the values that every record carries.</summary>
public sealed class IdTests
{
    private const string Ulid26 = "01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8";

    [Fact]
    public void A_node_is_named_by_its_division()
    {
        Assert.Equal(Jurisdiction.Parse("310118"), NodeId.Parse("node:310118").Jurisdiction);
        Assert.Equal("node:310118", new NodeId(Jurisdiction.Parse("310118")).ToString());
        Assert.Equal("", default(NodeId).ToString());
    }

    [Theory]
    [InlineData("node:31011")]
    [InlineData("Node:310118")]
    [InlineData("node:３１０１１８")]
    [InlineData("node:310118\n")]
    [InlineData("310118")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_node_id(string? text) => Assert.False(NodeId.TryParse(text, out _));

    [Fact]
    public void A_record_id_says_its_kind_and_division()
    {
        var id = RecordId.Parse($"urn:eeh:penalty:310118:{Ulid26}");
        Assert.Equal("penalty", id.KindCode);
        Assert.Equal(Jurisdiction.Parse("310118"), id.Division);
        Assert.True(Ulid.TryParse(Ulid26, out var ulid));
        Assert.Equal(id, RecordId.Create("penalty", Jurisdiction.Parse("310118"), ulid));
        Assert.Equal("", default(RecordId).KindCode);
        Assert.Equal(default, default(RecordId).Division);
    }

    [Theory]
    [InlineData("urn:eeh:penalty:310118:81JZ8Q0Z7GQ4M2V9K3T5X6Y7A8")] // more than 128 bits
    [InlineData("urn:eeh:penalty:310118:01jz8q0z7gq4m2v9k3t5x6y7a8")]
    [InlineData("urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7AU")]
    [InlineData("urn:eeh:Penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8")]
    [InlineData("urn:eeh:p:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8")]
    [InlineData("urn:eeh:penalty:31０118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8")]
    [InlineData("urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8\n")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_record_id(string? text) => Assert.False(RecordId.TryParse(text, out _));

    [Fact]
    public void A_record_id_cannot_be_made_without_a_division() =>
        Assert.ThrowsAny<FormatException>(() => RecordId.Create("penalty", default, default));

    [Fact]
    public void A_ULID_is_pure_reads_back_and_sorts_by_its_instant() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).Two().ToArbitrary(), Gen.Choose(0, 255).ArrayOf(10).ToArbitrary(),
            (seconds, random) =>
            {
                var bytes = random.Select(value => (byte)value).ToArray();
                var (first, second) = (At(seconds.Item1), At(seconds.Item2));
                var ulid = Ulid.New(first, bytes);
                return ulid == Ulid.New(first, bytes)
                    && Ulid.TryParse(ulid.ToString(), out var read) && read == ulid && read.At == first
                    && (first == second || (string.CompareOrdinal(ulid.ToString(), Ulid.New(second, bytes).ToString()) < 0)
                        == (first < second));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_example_of_the_ULID_specification_is_read()
    {
        Assert.True(Ulid.TryParse("01ARZ3NDEKTSV4RRFFQ69G5FAV", out var ulid));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_469_922_850_259), ulid.At);
        Assert.True(Ulid.TryParse("7ZZZZZZZZZZZZZZZZZZZZZZZZZ", out _));
        Assert.False(Ulid.TryParse("80000000000000000000000000", out _));
    }

    [Fact]
    public void A_ULID_needs_ten_bytes_and_an_instant_since_1970()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Ulid.New(At(0), new byte[9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ulid.New(At(-1), new byte[10]));
    }

    [Fact]
    public void A_digest_is_the_one_of_the_standard_and_compares_by_value()
    {
        const string OfAbc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        var digest = Digest.Of("abc"u8);
        Assert.Equal(OfAbc, digest.ToString());
        Assert.Equal(digest, Digest.Parse(OfAbc));
        Assert.Equal(digest.GetHashCode(), Digest.Parse(OfAbc).GetHashCode());
        Assert.NotEqual(digest, Digest.Of("abd"u8));
        Assert.Equal(digest, Digest.FromBytes(digest.ToBytes().AsSpan()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Digest.FromBytes(new byte[31]));
        Assert.Throws<ArgumentOutOfRangeException>(() => digest.CopyTo(new byte[31]));
    }

    [Theory]
    [InlineData("sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [InlineData("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag")]
    [InlineData("sm3:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_digest(string? text) => Assert.False(Digest.TryParse(text, out _));

    [Theory]
    [InlineData("2026-02-29", "'2026-02-29' (there is no such day)")]
    [InlineData("2026-13-01", "'2026-13-01' (there is no such day)")]
    [InlineData("0000-01-01", "'0000-01-01' (there is no such day)")]
    [InlineData("2026-3-18", "'2026-3-18'")]
    [InlineData("2026/03/18", "'2026/03/18'")]
    [InlineData("20260318", "'20260318'")]
    [InlineData("２０２６-03-18", "'２０２６-03-18' (it has full-width characters; write the ASCII ones)")]
    [InlineData("2026-03-18 ", "'2026-03-18 ' (it begins or ends with white space)")]
    [InlineData("", "nothing")]
    [InlineData(null, "nothing")]
    public void A_date_that_is_none_is_refused_and_the_reader_learns_why(string? text, string found)
    {
        Assert.False(CivilDates.TryParse(text, out _, out var violation));
        Assert.Equal($"Expected a date such as 2026-03-18; found {found}.", violation.ToString());
    }

    [Theory]
    [InlineData("2026-06-15T15:59:59Z", "2026-06-15")]
    [InlineData("2026-06-15T16:00:00Z", "2026-06-16")]
    [InlineData("2026-06-16T00:00:00+08:00", "2026-06-16")]
    [InlineData("2026-06-15T23:59:59-07:00", "2026-06-16")]
    public void An_instant_falls_on_the_date_that_China_has_then(string instant, string date)
    {
        var at = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
        Assert.Equal(date, CivilDates.Format(CivilDates.Of(at)));
        Assert.True(CivilDates.StartOf(CivilDates.Of(at)) <= at && at < CivilDates.StartOf(CivilDates.Of(at).AddDays(1)));
    }

    [Fact]
    public void Every_date_reads_back() =>
        Prop.ForAll(Gen.Choose(0, DateOnly.MaxValue.DayNumber).ToArbitrary(), number =>
            CivilDates.Parse(CivilDates.Format(DateOnly.FromDayNumber(number))).DayNumber == number).QuickCheckThrowOnFailure();

    private static DateTimeOffset At(int seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
