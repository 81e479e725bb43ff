using System.Collections.Concurrent;
using System.Collections.Immutable;
using ExchangeHub.Access;
using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Access;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Transfers;
using ExchangeHub.Vocabulary;
using Grpc.Core;
using WirePackageName = ExchangeHub.Protos.Evidence.V1.PackageName;
using WireStatement = ExchangeHub.Protos.Record.V1.Statement;

namespace ExchangeHub.Hub.Transfers;

/// <summary>A package as a record in the log names it.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Node">The node that published the record.</param>
/// <param name="Oxum">Octets and files of the payload.</param>
internal sealed record RecordedPackage(PackageKey Key, NodeId Node, string Oxum);

/// <summary>Looks in the log which packages there are to be, and who may see them.</summary>
internal sealed class PackageRecords(
    NetworkInForce network, Streams streams, IEventLog log, IEventCodec codec, Readings readings, TimeProvider clock)
{
    // A client asks for file after file of one package. What it was told a moment ago still holds.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);
    private const int RememberedMax = 1024;
    // A package is one reading, however many of its files are fetched within this time.
    private static readonly TimeSpan OneReading = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(MemberId, PackageKey), DateTimeOffset> _shown = new();
    private readonly ConcurrentDictionary<(DossierId, Digest?), Remembrance> _packages = new();

    /// <summary>Finds the package that a caller means, for its uploader.</summary>
    public async Task<RecordedPackage> FindToUploadAsync(WirePackageName name, ServerCallContext context)
    {
        var package = await FindAsync(name, context.CancellationToken);
        return Gatekeeper.Of(context) is { Caller.Member: var member } && member.Node != package.Node
            ? throw TransferErrors.NotYours(name.Dossier).ToException() : package;
    }

    /// <summary>Finds the package that a caller means, for a reader.</summary>
    public async Task<RecordedPackage> FindToReadAsync(WirePackageName name, string receiver, ServerCallContext context)
    {
        var package = await FindAsync(name, context.CancellationToken);
        var admission = Gatekeeper.Of(context);
        if (admission?.Caller.Member.Node == package.Node)
        {
            return package;
        }

        var (state, _) = await streams.DossierAsync(package.Key.Dossier, context.CancellationToken);
        var asking = Jurisdiction.TryParse(receiver, out var named) ? [named] : admission?.Receivers ?? [];
        if (!Audience.Includes(network(), state.Facts, null)
            && !asking.Any(party => Audience.Includes(network(), state.Facts, party)))
        {
            throw TransferErrors.NotYours(name.Dossier).ToException();
        }

        if (admission is not null)
        {
            await WriteDownAsync(package.Key, admission, context);
        }

        return package;
    }

    // Who reads a package of another states for what, and it is in the log before a file is shown.
    private async Task WriteDownAsync(PackageKey package, Admission admission, ServerCallContext context)
    {
        var (reader, rejection) = Readings.Admit(context, admission);
        var key = (admission.Caller.Member, package);
        var now = clock.GetUtcNow();
        if (reader is not null && !(_shown.TryGetValue(key, out var until) && until > now))
        {
            var shown = new WirePackageName { Dossier = package.Dossier.ToString() };
            rejection = await readings.ShowAsync(reader, context.Method, shown, context.CancellationToken);
            if (_shown.Count >= RememberedMax)
            {
                _shown.Clear();
            }

            _shown[key] = now + (rejection is null ? OneReading : TimeSpan.Zero);
        }

        if (rejection is not null)
        {
            throw HubErrors.From(rejection).ToException();
        }
    }

    private async Task<RecordedPackage> FindAsync(WirePackageName name, CancellationToken cancellation)
    {
        Digest? tagManifest = name.TagManifestSha256.IsEmpty ? null : Digest.FromBytes(name.TagManifestSha256.Span);
        if (!DossierId.TryParse(name.Dossier, out var dossier) || dossier.Kind != RecordKind.Evidence)
        {
            throw HubErrors.RecordUnknown(name.Dossier).ToException();
        }

        var now = clock.GetUtcNow();
        if (_packages.TryGetValue((dossier, tagManifest), out var known) && known.Until > now)
        {
            return known.Package;
        }

        var found = await ReadAsync(dossier, tagManifest, cancellation);
        if (_packages.Count >= RememberedMax)
        {
            _packages.Clear();
        }

        _packages[(dossier, tagManifest)] = new Remembrance(now + Remembered, found);
        return found;
    }

    private async Task<RecordedPackage> ReadAsync(DossierId dossier, Digest? tagManifest, CancellationToken cancellation)
    {
        var events = await log.ReadStreamAsync(dossier.Stream, 0, cancellation);
        ImmutableArray<RecordedPackage> versions =
        [
            .. from filed in events.Select(codec.DecodeDossier).OfType<DossierEvent.StatementFiled>()
               where filed.Statement.Body is StatementBody.RecordVersion
               let bag = WireStatement.Parser.ParseFrom(filed.Envelope.Payload.Span).Record?.Evidence?.Bag
               where bag is { TagManifestSha256.Length: 32 }
               select new RecordedPackage(
                   new PackageKey(dossier, Digest.FromBytes(bag.TagManifestSha256.Span)), filed.Statement.Node, bag.Oxum),
        ];
        if (versions.IsEmpty)
        {
            throw HubErrors.RecordUnknown(dossier.ToString()).ToException();
        }

        return (tagManifest is null ? versions[^1] : versions.LastOrDefault(one => one.Key.TagManifest == tagManifest))
            ?? throw TransferErrors.PackageUnknown(dossier.ToString()).ToException();
    }

    private sealed record Remembrance(DateTimeOffset Until, RecordedPackage Package);
}
