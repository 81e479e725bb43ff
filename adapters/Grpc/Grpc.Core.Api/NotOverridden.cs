using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>
/// The answer of a virtual member that a runtime must override before anybody calls it. The type of the exception is part of the
/// official contract.
/// </summary>
internal static class NotOverridden
{
    internal static NotImplementedException Member([CallerMemberName] string member = "") =>
        new($"This gRPC runtime does not override {member}.");
}
