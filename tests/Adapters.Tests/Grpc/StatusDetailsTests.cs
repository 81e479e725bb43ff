using ExchangeHub.Grpc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using GrpcStatus = Grpc.Core.Status;

namespace ExchangeHub.Adapters.Tests.Grpc;

/// <summary>
/// Rich errors come from peers that we did not write: whatever they send, reading it gives an answer and no exception.
/// </summary>
public sealed class StatusDetailsTests
{
    [Fact]
    public void A_call_without_details_has_none() => Assert.Null(Failure(null).ReadDetails());

    [Fact]
    public void Details_that_contradict_the_status_are_not_believed()
    {
        var details = new Google.Rpc.Status { Code = (int)StatusCode.OK, Message = "all is well" };

        Assert.Null(Failure(details.ToByteArray()).ReadDetails());
    }

    [Fact]
    public void A_detail_with_broken_bytes_is_passed_over()
    {
        var broken = Any.Pack(new BadRequest());
        broken.Value = ByteString.CopyFrom(0xff, 0xff);
        var whole = new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = "receiver" } } };
        var details = new Google.Rpc.Status { Code = (int)StatusCode.NotFound, Details = { broken, Any.Pack(whole) } };

        Assert.Equal(whole, Failure(details.ToByteArray()).ReadDetail<BadRequest>());
    }

    [Fact]
    public void Any_bytes_at_all_can_be_read()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var attempt = 0; attempt < 2_000; attempt++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            var failure = Record.Exception(() => Failure(bytes).ReadDetail<BadRequest>());
            Assert.True(failure is null, $"Seed {seed}, attempt {attempt}: {failure}");
        }
    }

    private static RpcException Failure(byte[]? details) => new(
        new GrpcStatus(StatusCode.NotFound, ""),
        details is null ? Metadata.Empty : new Metadata { { StatusDetails.TrailerKey, details } });
}
