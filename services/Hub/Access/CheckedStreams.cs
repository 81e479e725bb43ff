using Grpc.Core;

namespace ExchangeHub.Hub.Access;

/// <summary>Reads messages, and lets none through that its check turns down.</summary>
internal sealed class CheckedReader<T>(IAsyncStreamReader<T> inner, Action<T> check) : IAsyncStreamReader<T>
{
    public T Current => inner.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await inner.MoveNext(cancellationToken))
        {
            return false;
        }

        check(inner.Current);
        return true;
    }
}

/// <summary>Writes messages while its check lets it.</summary>
internal sealed class CheckedWriter<T>(IServerStreamWriter<T> inner, Action check) : IServerStreamWriter<T>
{
    public WriteOptions? WriteOptions
    {
        get => inner.WriteOptions;
        set => inner.WriteOptions = value;
    }

    public Task WriteAsync(T message)
    {
        check();
        return inner.WriteAsync(message);
    }

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        check();
        return inner.WriteAsync(message, cancellationToken);
    }
}
