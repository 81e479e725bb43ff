using System.Security.Cryptography;

namespace ExchangeHub.Certificates;

/// <summary>Renews an identity at its hub, always with a new key.</summary>
/// <param name="folder">The identity.</param>
/// <param name="hub">The address of the hub.</param>
/// <param name="clock">The clock.</param>
public sealed class Renewal(IdentityFolder folder, Uri hub, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1);

    /// <summary>Renews when two thirds of the certificate's life are over, and looks again every hour until it is told to
    /// stop.</summary>
    /// <param name="renewed">Told the last instant of each new certificate.</param>
    /// <param name="failed">Told why an attempt failed; the next is an hour later, and the old key serves meanwhile.</param>
    /// <param name="stopping">Ends it.</param>
    /// <returns>A task that completes when it is told to stop.</returns>
    public async Task RunAsync(Action<DateTimeOffset> renewed, Action<string> failed, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(renewed);
        ArgumentNullException.ThrowIfNull(failed);
        using var timer = new PeriodicTimer(LookEvery, clock);
        do
        {
            if (folder.Read().RenewFrom > clock.GetUtcNow())
            {
                continue;
            }

            try
            {
                renewed(await RenewAsync(stopping).ConfigureAwait(false));
            }
            catch (Exception refused) when (
                refused is EnrolmentException or HttpRequestException or IOException or UnauthorizedAccessException)
            {
                failed(refused.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false));
    }

    /// <summary>Renews now.</summary>
    /// <param name="cancellation">Gives up. A key that the hub has approved meanwhile is forgotten; renew again.</param>
    /// <returns>The last instant of the new certificate.</returns>
    /// <exception cref="EnrolmentException">The hub refuses.</exception>
    /// <exception cref="HttpRequestException">The hub cannot be reached.</exception>
    public async Task<DateTimeOffset> RenewAsync(CancellationToken cancellation)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var client = new EnrolmentClient(hub, Peers.ToHub(folder));
        var certificates = await client.RenewAsync(KeyRequests.Make(key), cancellation).ConfigureAwait(false);
        IdentityFolder.Write(folder.Path, certificates, key, root: null);
        return certificates[0].NotAfter.ToUniversalTime();
    }
}
