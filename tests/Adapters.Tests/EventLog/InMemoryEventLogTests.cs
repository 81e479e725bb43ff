using ExchangeHub.EventLog;

namespace ExchangeHub.Adapters.Tests.EventLog;

/// <summary>The log that tests of the core rest on must not promise more or less than the real one.</summary>
public sealed class InMemoryEventLogTests : EventLogConformance
{
    protected override Task<IEventLog> OpenAsync() => Task.FromResult<IEventLog>(new InMemoryEventLog());
}
