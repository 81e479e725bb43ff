using System.Collections.Immutable;
using ExchangeHub.Records;
using Google.Protobuf;

namespace ExchangeHub.Node.Errors;

/// <summary>Checks a request against the field rules of the wire contract.</summary>
/// <param name="request">The request.</param>
/// <returns>Everything that is wrong with it, in the order of its fields; empty when nothing is.</returns>
internal delegate ImmutableArray<FieldViolation> CheckRequest(IMessage request);
