using System.Text;
using Grpc.Core;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>Everything that is not a message travels as metadata; what it lets in, HTTP has to carry.</summary>
public sealed class MetadataTests
{
    public static TheoryData<Action<Metadata>> Changes =>
    [
        metadata => metadata.Add("key", "value"),
        metadata => metadata.Add("key-bin", []),
        metadata => metadata.Insert(0, new Metadata.Entry("key", "value")),
        metadata => metadata[0] = new Metadata.Entry("key", "value"),
        metadata => metadata.RemoveAt(0),
        metadata => metadata.Remove(new Metadata.Entry("key", "value")),
        metadata => metadata.Clear(),
    ];

    [Fact]
    public void Keys_are_kept_in_lower_case_and_found_in_any()
    {
        var metadata = new Metadata { { "Request-ID", "1" } };

        Assert.Equal("request-id", Assert.Single(metadata).Key);
        Assert.Equal("1", metadata.GetValue("REQUEST-id"));
        Assert.Null(metadata.GetValue("request"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("colon:")]
    [InlineData("ｋｅｙ")]
    [InlineData("line\n")]
    [InlineData("nul\0")]
    public void A_key_that_HTTP_could_not_carry_is_refused(string text) =>
        Assert.Throws<ArgumentException>("key", () => new Metadata.Entry(text, "value"));

    [Fact]
    public void The_suffix_says_whether_a_value_is_bytes()
    {
        Assert.Throws<ArgumentException>("key", () => new Metadata.Entry("proof-bin", "text"));
        Assert.Throws<ArgumentException>("key", () => new Metadata.Entry("proof", [1]));
        Assert.True(new Metadata.Entry("proof-bin", [1]).IsBinary);
        Assert.False(new Metadata.Entry("proof", "text").IsBinary);
    }

    [Fact]
    public void The_last_entry_of_a_key_counts_and_all_are_kept_in_order()
    {
        var metadata = new Metadata { { "key", "1" }, { "other", "2" }, { "key", "3" } };

        Assert.Equal("3", metadata.GetValue("key"));
        Assert.Equal(["1", "3"], metadata.GetAll("key").Select(entry => entry.Value));
        Assert.Equal(3, metadata.Count);
    }

    [Fact]
    public void An_entry_keeps_its_bytes_to_itself()
    {
        byte[] bytes = [1, 2];
        var entry = new Metadata.Entry("key-bin", bytes);

        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal([1, 2], entry.ValueBytes);
    }

    [Fact]
    public void A_text_has_bytes_but_bytes_have_no_text()
    {
        Assert.Equal(Encoding.ASCII.GetBytes("text"), new Metadata.Entry("key", "text").ValueBytes);
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("key-bin", [1]).Value);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void The_shared_empty_one_refuses_every_change(Action<Metadata> change)
    {
        Assert.Throws<InvalidOperationException>(() => change(Metadata.Empty));
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Empty(Metadata.Empty);
    }
}
