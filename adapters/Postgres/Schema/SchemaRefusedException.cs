namespace ExchangeHub.Postgres.Schema;

/// <summary>The database holds something that ExchangeHub will neither use nor change.</summary>
/// <param name="message">What it is, and what to do.</param>
public sealed class SchemaRefusedException(string message) : Exception(message);
