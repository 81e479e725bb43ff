using ExchangeHub.Grpc.Wire;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Node.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Protos.Record.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Adapters.Tests.Wire;

/// <summary>Requests are checked by the same rules as records.</summary>
public sealed class RequestRulesTests
{
    [Fact]
    public void A_good_request_has_no_violation()
    {
        IMessage[] good =
        [
            new SubscribeRequest { Subscription = "node:330421/inbox", Receiver = "330421", AfterPosition = 0 },
            new GetRecordRequest { Dossier = Samples.PenaltyDossier },
            new FindRecordsRequest { Subject = "91320509MAHUB0013D", DecidedFrom = "2026-01-01", PageSize = 500 },
            new RelyRequest(),
        ];
        foreach (var request in good)
        {
            Assert.Empty(FieldRules.Check(request));
        }
    }

    [Fact]
    public void Every_fault_of_a_request_is_named()
    {
        var request = new SubscribeRequest
        {
            Receiver = "33O421",
            Filter = new Filter { Jurisdictions = { "310118", "999999" }, Subjects = { "" } },
        };

        Assert.Equal(
            ["filter.jurisdictions[1]", "filter.subjects[0]", "receiver", "subscription"],
            FieldRules.Check(request).Select(violation => violation.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_number_that_is_set_to_0_in_a_choice_is_there()
    {
        var request = new SubscribeRequest { Subscription = "x", Receiver = "330421", AfterPosition = 0 };

        Assert.Equal(SubscribeRequest.FromOneofCase.AfterPosition, request.FromCase);
        Assert.Empty(FieldRules.Check(request));
    }

    [Fact]
    public void A_violation_says_what_was_expected_and_found_in_both_languages()
    {
        var violation = Assert.Single(FieldRules.Check(new GetRecordRequest { RecordId = "penalty/17" }));

        Assert.Equal(
            "Expected a record id such as urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8; found 'penalty/17'.",
            violation.Sentence.English);
        Assert.Equal(
            "应为记录标识，例如 urn:eeh:penalty:310118:01JZ8Q0Z7GQ4M2V9K3T5X6Y7A8；实为“penalty/17”。", violation.Sentence.Chinese);
    }

    [Theory]
    [InlineData("91320509MAHUB0013E", "REF-ID-INVALID")]
    [InlineData("9132050MAHUB0013D", "REF-ID-INVALID")]
    public void A_wrong_identifier_has_its_own_reason(string code, string reason) =>
        Assert.Equal(reason, Assert.Single(FieldRules.Check(new GetSubjectRequest { Subject = code })).Reason.ToString());

    [Fact]
    public void What_stood_in_a_masked_field_is_not_repeated()
    {
        var person = Samples.Driver.Person;
        (person.MaskedName, person.MaskedNumber) = ("沈测一", "330421190001010017");

        var violations = FieldRules.Check(person);

        Assert.Equal(["masked_name", "masked_number"], violations.Select(violation => violation.Field));
        Assert.All(violations, violation =>
        {
            Assert.Equal("REF-PRIV-RAW", violation.Reason.ToString());
            Assert.DoesNotContain("测一", violation.Sentence.Chinese + violation.Sentence.English, StringComparison.Ordinal);
            Assert.DoesNotContain("1900", violation.Sentence.Chinese + violation.Sentence.English, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_walk_has_a_bottom()
    {
        var walk = new Walk(allowsUnknownFields: false);
        var levels = 0;
        while (levels < 1000 && walk.TryEnter("deeper"))
        {
            levels++;
        }

        Assert.Equal(32, levels);
        Assert.EndsWith(".deeper", Assert.Single(walk.Violations).Field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("监测设备编号 110105194912310020")] // the check character would be X
    [InlineData("流水号 9911010519491231002X")]
    public void Other_long_numbers_are_text(string text) =>
        Assert.Empty(FieldRules.Check(new Defence { Reason = text }));

    [Fact]
    public void A_message_of_somebody_else_is_walked_too()
    {
        Assert.Empty(FieldRules.Check(new Google.Rpc.Status { Message = "fine", Details = { Any.Pack(new StayOrdered()) } }));
        Assert.Single(FieldRules.Check(new Google.Rpc.Status { Message = "two\nlines" }));
    }
}
