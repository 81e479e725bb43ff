namespace ExchangeHub.Hub.Transfers;

/// <summary>Adds what takes and gives files of evidence.</summary>
internal static class TransferRegistration
{
    public static IServiceCollection AddTransfers(this IServiceCollection services, EvidenceOptions options) => services
        .AddSingleton(options).AddSingleton<PackageRecords>().AddSingleton<PackageAssembly>().AddSingleton<UploadDesk>()
        .AddSingleton<BlobReader>().AddSingleton<HoldingNodes>().AddHostedService<UploadSweeper>();
}
