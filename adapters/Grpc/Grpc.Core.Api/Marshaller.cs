using System.Text;

namespace Grpc.Core;

/// <summary>How one type of message becomes bytes and back.</summary>
/// <typeparam name="T">The message.</typeparam>
public class Marshaller<T>
{
    /// <summary>Makes a marshaller from functions over arrays; each message is copied once more than need be.</summary>
    /// <param name="serializer">Turns a message into bytes.</param>
    /// <param name="deserializer">Turns bytes into a message.</param>
    /// <exception cref="ArgumentNullException">A function is <c>null</c>.</exception>
    public Marshaller(Func<T, byte[]> serializer, Func<byte[], T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(deserializer);
        Serializer = serializer;
        Deserializer = deserializer;
        ContextualSerializer = (message, context) => context.Complete(serializer(message));
        ContextualDeserializer = context => deserializer(context.PayloadAsNewBuffer());
    }

    /// <summary>Makes a marshaller that works in the runtime's own buffers, as generated code does.</summary>
    /// <param name="serializer">Writes a message to the context.</param>
    /// <param name="deserializer">Reads a message from the context.</param>
    /// <exception cref="ArgumentNullException">A function is <c>null</c>.</exception>
    public Marshaller(Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(deserializer);
        ContextualSerializer = serializer;
        ContextualDeserializer = deserializer;
        Serializer = _ => throw NotOverridden.Member(nameof(Serializer));
        Deserializer = _ => throw NotOverridden.Member(nameof(Deserializer));
    }

    /// <summary>Turns a message into an array; throws if the marshaller works on contexts only.</summary>
    public Func<T, byte[]> Serializer { get; }

    /// <summary>Turns an array into a message; throws if the marshaller works on contexts only.</summary>
    public Func<byte[], T> Deserializer { get; }

    /// <summary>Writes a message to a context. Every marshaller has it.</summary>
    public Action<T, SerializationContext> ContextualSerializer { get; }

    /// <summary>Reads a message from a context. Every marshaller has it.</summary>
    public Func<DeserializationContext, T> ContextualDeserializer { get; }
}

/// <summary>Makes marshallers without naming the message type.</summary>
public static class Marshallers
{
    /// <summary>Strings as their UTF-8 bytes, for tests and tools.</summary>
    public static Marshaller<string> StringMarshaller { get; } = new(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);

    /// <summary>Makes a marshaller from functions over arrays.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="serializer">Turns a message into bytes.</param>
    /// <param name="deserializer">Turns bytes into a message.</param>
    /// <returns>The marshaller.</returns>
    public static Marshaller<T> Create<T>(Func<T, byte[]> serializer, Func<byte[], T> deserializer) =>
        new(serializer, deserializer);

    /// <summary>Makes a marshaller that works in the runtime's own buffers.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="serializer">Writes a message to the context.</param>
    /// <param name="deserializer">Reads a message from the context.</param>
    /// <returns>The marshaller.</returns>
    public static Marshaller<T> Create<T>(
        Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer) =>
        new(serializer, deserializer);
}
