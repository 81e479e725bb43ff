using ExchangeHub.Protos.Delivery.V1;

namespace ExchangeHub.Node.Inbox;

/// <summary>A delivery that has been looked at.</summary>
/// <param name="Delivery">As the hub delivered it.</param>
/// <param name="Subjects">Credit codes of the subjects of the record, if it is one.</param>
/// <param name="Fault">Why it is put aside; null when it verified.</param>
internal sealed record Arrival(Delivery Delivery, IReadOnlyCollection<string> Subjects, string? Fault);

/// <summary>What arrived together, and how far it leads.</summary>
/// <param name="Arrivals">In the order of the log.</param>
/// <param name="Reach">How far the inbox reaches with them.</param>
internal sealed record ArrivedBatch(IReadOnlyList<Arrival> Arrivals, Reach Reach);

/// <summary>How far the inbox reaches.</summary>
/// <param name="DeliveredTo">Position of the newest delivery.</param>
/// <param name="CompleteTo">Everything up to this position has arrived.</param>
/// <param name="SettledTo">Every decision on a statement up to this position has arrived too.</param>
/// <param name="HeadSeen">The largest position of the hub's log that was seen.</param>
internal sealed record Reach(long DeliveredTo, long CompleteTo, long SettledTo, long HeadSeen);

/// <summary>A delivery as this node holds it.</summary>
/// <param name="Delivery">As the hub delivered it.</param>
/// <param name="ArrivedAt">When it was stored here: knowledge time of this district.</param>
internal sealed record Held(Delivery Delivery, DateTimeOffset ArrivedAt);
