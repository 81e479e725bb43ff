using ExchangeHub.Blobs;
using ExchangeHub.Transfers;

namespace ExchangeHub.Adapters.Tests.Blobs;

public sealed class DiskBlobStoreTests : BlobStoreConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xhub-blobs-");

    protected override IBlobStore Store => new DiskBlobStore(_folder.FullName);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Delete(recursive: true);
    }
}
