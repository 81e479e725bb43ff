using System.Text.Json;
using ExchangeHub.Vocabulary;
using FsCheck;
using FsCheck.Fluent;

namespace ExchangeHub.Tests.Vocabulary;

/// <summary>GB 11643-1999. The dangerous case: a number that prints itself into a log.</summary>
public sealed class IdentityCardTests
{
    [Theory]
    [InlineData("11010519491231002X", "1949-12-31", "110105")]
    [InlineData("440524188001010014", "1880-01-01", "440524")]
    public void The_examples_of_the_standard_are_read(string text, string bornOn, string registeredIn)
    {
        var card = IdentityCard.Parse(text);
        Assert.Equal(CivilDates.Parse(bornOn), card.BornOn);
        Assert.Equal(Jurisdiction.Parse(registeredIn), card.RegisteredIn);
        Assert.Equal(text, card.Reveal());
    }

    [Theory]
    [InlineData("440524188001010015", "a check character that does not fit")]
    [InlineData("310118190013010018", "a day of birth that does not exist")]
    [InlineData("310118202302290013", "a day of birth that does not exist")]
    [InlineData("310118000101010013", "a day of birth that does not exist")]
    [InlineData("11010519491231002x", "other characters")]
    [InlineData("１１０１０５１９４９１２３１００２Ｘ", "full-width characters")]
    [InlineData("110105491231002", "15 characters")]
    [InlineData("11010519491231002X\n", "19 characters")]
    [InlineData("", "nothing")]
    [InlineData(null, "nothing")]
    public void Anything_else_is_refused_and_never_quoted(string? text, string found)
    {
        Assert.False(IdentityCard.TryParse(text, out _, out var violation));
        Assert.EndsWith($"; found {found}{(found.StartsWith("full", StringComparison.Ordinal) ? "; write the ASCII ones" : "")}.",
            violation.ToString(), StringComparison.Ordinal);
        Assert.False(text?.Length > 0 && violation.ToChinese().Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void It_never_prints_itself_in_full()
    {
        var card = IdentityCard.Parse("330421190001010017");
        Assert.Equal("330***********0017", card.ToString());
        Assert.Equal("330***********0017", $"{card}");
        Assert.DoesNotContain("330421", JsonSerializer.Serialize(new { card = card.ToString() }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("330421190001010017")]
    [InlineData("320509190002020021")]
    [InlineData("310118201003030030")]
    public void The_invented_persons_of_the_test_vectors_are_read(string text) => Assert.True(IdentityCard.TryParse(text, out _));

    [Fact]
    public void One_wrong_digit_is_always_noticed() =>
        Prop.ForAll(
            Gen.Choose(0, 40_000).ToArbitrary(), Gen.Choose(0, 16).ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(),
            (day, index, wrong) =>
            {
                var body = $"310118{new DateOnly(1900, 1, 1).AddDays(day):yyyyMMdd}002";
                var text = body + "0123456789X".Single(check => IdentityCard.TryParse(body + check, out _));
                var changed = $"{text[..index]}{wrong}{text[(index + 1)..]}";
                return changed == text || !IdentityCard.TryParse(changed, out _);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
