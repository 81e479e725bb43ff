using System.Text.RegularExpressions;
using ExchangeHub.EventLog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExchangeHub.Messaging;

/// <summary>Adds notices to the hub, and followers to the services that listen to it.</summary>
public static partial class NoticeRegistration
{
    /// <summary>Announces every growth of the registered <see cref="IEventLog"/>, without ever holding up an append.</summary>
    /// <param name="services">The services of the hub.</param>
    /// <param name="broker">An address such as <c>amqp://hub:secret@127.0.0.1:5672/exchangehub</c> (<c>amqps</c> for TLS) of a
    /// RabbitMQ broker; null for notices that stay within the process. Give each log a virtual host of its own.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="FormatException"><paramref name="broker"/> has another shape.</exception>
    public static IServiceCollection AddNotices(this IServiceCollection services, string? broker)
    {
        AddBus(services, broker);
        services.TryAddSingleton<INotices>(provider => provider.GetRequiredService<NoticeBus>());
        return services.AddHostedService<NoticeAnnouncer>();
    }

    /// <summary>Runs a follower as long as the host runs.</summary>
    /// <typeparam name="TEntry">What the follower's source gives for each position.</typeparam>
    /// <param name="services">The services of the follower's process.</param>
    /// <param name="broker">As for <see cref="AddNotices"/>; with null a follower in another process than the hub hears nothing
    /// and reads every two seconds.</param>
    /// <param name="name">Names the follower's queue: 1 to 60 lower-case ASCII letters, digits and hyphens, beginning with a
    /// letter. Two processes of one name share the notices, so that each hears only some.</param>
    /// <param name="follower">Makes the follower; called once.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="FormatException"><paramref name="broker"/> or <paramref name="name"/> has another shape.</exception>
    public static IServiceCollection AddPositionFollower<TEntry>(
        this IServiceCollection services, string? broker, string name, Func<IServiceProvider, IFollower<TEntry>> follower)
    {
        if (!FollowerName().IsMatch(name))
        {
            throw new FormatException(
                $"'{name}' cannot name a follower: write 1 to 60 lower-case ASCII letters, digits and hyphens, beginning with a "
                + "letter, such as credit-platform.");
        }

        AddBus(services, broker);
        var signal = new WakeSignal($"exchangehub.followers.{name}");
        services.AddSingleton(signal);

        // Not AddHostedService: it would drop the second follower of the same entry type without a word.
        return services.AddSingleton<IHostedService>(provider => new PositionFollower<TEntry>(
            name,
            follower(provider),
            signal,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<MessagingMetrics>(),
            provider.GetRequiredService<ILogger<PositionFollower<TEntry>>>()));
    }

    private static void AddBus(IServiceCollection services, string? broker)
    {
        var address = broker is null ? null : BrokerAddress.Parse(broker);
        var transport = services.Select(service => service.ImplementationInstance).OfType<Transport>().FirstOrDefault();
        if (transport is not null && transport.Broker?.Uri.OriginalString != address?.Uri.OriginalString)
        {
            throw new InvalidOperationException(
                "Notices go over one transport in each process: give AddNotices and every AddPositionFollower the same broker.");
        }

        services.TryAddSingleton(new Transport(address));
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MessagingMetrics>();
        services.TryAddSingleton(provider => new NoticeBus(
            address,
            provider.GetServices<WakeSignal>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));

        // Once, and before all that uses it: hosted services are stopped in the reverse order.
        services.AddHostedService(provider => provider.GetRequiredService<NoticeBus>());
    }

    private sealed record Transport(BrokerAddress? Broker);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,59}\z")]
    private static partial Regex FollowerName();
}
