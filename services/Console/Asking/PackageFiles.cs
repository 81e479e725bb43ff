using System.Collections.Immutable;
using ExchangeHub.Protos.Evidence.V1;
using Grpc.Core;

namespace ExchangeHub.Console.Asking;

/// <summary>The files of an evidence package, as far as the hub has them.</summary>
/// <param name="Package">What the hub has; null when it has nothing, or not for whoever asks.</param>
/// <param name="Files">All files by path; none while the package is not complete.</param>
internal sealed record PackageFiles(GetPackageResponse? Package, ImmutableArray<PackageFile> Files)
{
    /// <summary>Asks the hub.</summary>
    public static async Task<PackageFiles> AskAsync(Hub hub, string dossier)
    {
        var name = new PackageName { Dossier = dossier };
        try
        {
            var package = await hub.Packages.GetPackageAsync(new GetPackageRequest { Package = name }, hub.Soon);
            if (package.CommittedAt is null)
            {
                return new PackageFiles(package, []);
            }

            var files = ImmutableArray.CreateBuilder<PackageFile>();
            using var call = hub.Packages.ListFiles(new ListFilesRequest { Package = name }, hub.Soon);
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                files.AddRange(call.ResponseStream.Current.Files);
            }

            return new PackageFiles(package, files.ToImmutable());
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.NotFound or StatusCode.PermissionDenied
            or StatusCode.Unimplemented)
        {
            return new PackageFiles(null, []);
        }
    }
}
