using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf;
using Record = ExchangeHub.Protos.Record.V1.Record;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>What the public is shown of each kind is listed in tests/approved/public-*.txt: a new field has to be looked at
/// before anybody is shown it.</summary>
public sealed class PublicStatementTests
{
    [Theory]
    [InlineData("penalty")]
    [InlineData("blacklist")]
    [InlineData("evidence")]
    [InlineData("permit")]
    public void What_is_shown_of_a_kind_is_what_was_approved(string kind)
    {
        var shown = Shown(kind switch
        {
            "penalty" => Samples.Penalty(),
            "evidence" => Samples.Evidence(),
            "permit" => Samples.Permit(),
            _ => Samples.Blacklist(),
        });
        var (approved, received) = (Approved($"public-{kind}.txt"), Approved($"public-{kind}.received.txt"));
        if (File.Exists(approved) && File.ReadAllText(approved) == shown)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, shown);
        Assert.Fail($"The public would be shown something else. Compare {received} with {approved}; if it is meant, move the "
            + "first over the second.");
    }

    [Fact]
    public void Of_a_person_the_masked_name_alone_is_left()
    {
        var penalty = Samples.Penalty();
        penalty.Subjects.Clear();
        penalty.Subjects.Add(Samples.Driver);
        penalty.Subjects[0].Address = "江苏省苏州市吴江区";

        var subject = Assert.Single(Of(penalty).Record.Subjects);

        Assert.Equal("顾**", subject.Person.MaskedName);
        Assert.Equal(new NaturalPerson { MaskedName = "顾**" }, subject.Person);
        Assert.Equal("", subject.Address);
    }

    [Fact]
    public void Of_a_witness_nothing_is_left()
    {
        var evidence = Samples.Evidence();
        evidence.Evidence.Items[0].Witness = new Witness { Pseudonym = "[证人1]", NameCommitment = Samples.SomeHash };

        Assert.Null(Of(evidence).Record.Evidence.Items[0].Witness);
    }

    [Fact]
    public void Places_are_given_to_a_thousandth_of_a_degree()
    {
        var point = new GeoPoint { LatitudeMicrodegrees = 31_012_345, LongitudeMicrodegrees = -120_987_654 };
        var penalty = Samples.Penalty();
        penalty.Matter = new Matter { ActPoint = point };

        var shown = Of(penalty).Record.Matter.ActPoint;

        Assert.Equal((31_012_000, -120_987_000), (shown.LatitudeMicrodegrees, shown.LongitudeMicrodegrees));
    }

    private static Statement Of(Record record) => PublicStatement.Of(new Statement { Record = record }.ToByteArray());

    // Every path that has a value once all fields were filled.
    private static string Shown(Record record)
    {
        var full = Filling.Full(record);
        full.Subjects.Add(Samples.Driver);
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        Collect(Of(full).Record, "", paths);
        return string.Join('\n', paths) + "\n";
    }

    private static void Collect(IMessage message, string prefix, SortedSet<string> paths)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            var values = field.IsMap ? [] : value is IList list ? [.. list.Cast<object>()] : new[] { value };
            foreach (var one in values.Where(one => one is not null))
            {
                if (one is IMessage inner)
                {
                    Collect(inner, $"{prefix}{field.Name}.", paths);
                }
                else if (field.IsRepeated || !IsEmpty(one))
                {
                    _ = paths.Add(prefix + field.Name);
                }
            }
        }
    }

    private static bool IsEmpty(object value) => value switch
    {
        string text => text.Length == 0,
        ByteString bytes => bytes.IsEmpty,
        bool truth => !truth,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) == 0,
    };

    private static string Approved(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "approved", name));
}
