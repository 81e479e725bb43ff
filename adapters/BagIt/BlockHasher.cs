using System.Buffers.Binary;

namespace ExchangeHub.BagIt;

/// <summary>An algorithm over blocks of 64 bytes with a state of eight words, which the base library lacks.</summary>
/// <param name="digestBytes">How much of the last state is the digest.</param>
/// <param name="initial">The first state.</param>
internal abstract class BlockHasher(int digestBytes, ReadOnlySpan<uint> initial) : Hasher
{
    private const int BlockBytes = 64;

    private readonly uint[] _state = initial.ToArray();
    private readonly byte[] _block = new byte[BlockBytes];
    private long _length;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        var filled = (int)(_length % BlockBytes);
        _length += bytes.Length;
        while (filled + bytes.Length >= BlockBytes)
        {
            bytes[..(BlockBytes - filled)].CopyTo(_block.AsSpan(filled));
            bytes = bytes[(BlockBytes - filled)..];
            filled = 0;
            unchecked
            {
                Compress(_state, _block);
            }
        }

        bytes.CopyTo(_block.AsSpan(filled));
    }

    // A bit 1, zeros, and the number of bits.
    public override byte[] Finish()
    {
        var bits = 8 * _length;
        var rest = (int)(_length % BlockBytes);
        var padding = new byte[(rest < 56 ? 56 : 120) - rest + 8];
        padding[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(padding.AsSpan(padding.Length - 8), bits);
        Append(padding);
        var digest = new byte[_state.Length * 4];
        for (var index = 0; index < _state.Length; index++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(4 * index), _state[index]);
        }

        return digest[..digestBytes];
    }

    public override void Dispose()
    {
    }

    protected abstract void Compress(uint[] state, ReadOnlySpan<byte> block);
}

/// <summary>SHA-224 (FIPS 180-4, 6.3), for bags of others.</summary>
internal sealed class Sha224Hasher() : BlockHasher(
    28, [0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7, 0xBEFA4FA4])
{
    private static readonly uint[] Constants = Fractions();

    protected override void Compress(uint[] state, ReadOnlySpan<byte> block)
    {
        unchecked
        {
            Span<uint> words = stackalloc uint[64];
            for (var t = 0; t < 64; t++)
            {
                words[t] = t < 16
                    ? BinaryPrimitives.ReadUInt32BigEndian(block[(4 * t)..])
                    : Mix(words[t - 2], 17, 19, 10) + words[t - 7] + Mix(words[t - 15], 7, 18, 3) + words[t - 16];
            }

            var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
            var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
            for (var t = 0; t < 64; t++)
            {
                var one = h + (Turn(e, 6) ^ Turn(e, 11) ^ Turn(e, 25)) + ((e & f) ^ (~e & g)) + Constants[t] + words[t];
                var two = (Turn(a, 2) ^ Turn(a, 13) ^ Turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
                (h, g, f, e, d, c, b, a) = (g, f, e, d + one, c, b, a, one + two);
            }

            uint[] added = [a, b, c, d, e, f, g, h];
            for (var index = 0; index < added.Length; index++)
            {
                state[index] += added[index];
            }
        }
    }

    private static uint Turn(uint value, int bits) => uint.RotateRight(value, bits);

    private static uint Mix(uint value, int one, int two, int shift) => Turn(value, one) ^ Turn(value, two) ^ (value >> shift);

    // The first 32 bits of the fractions of the cube roots of the first 64 primes.
    private static uint[] Fractions()
    {
        var constants = new List<uint>();
        for (var number = 2; constants.Count < 64; number++)
        {
            if (Enumerable.Range(2, number - 2).All(divisor => number % divisor != 0))
            {
                constants.Add(FractionOfCubeRoot(number));
            }
        }

        return [.. constants];
    }

    // The largest x for which x³ ≤ n · 2⁹⁶; its low 32 bits are the fraction.
    private static uint FractionOfCubeRoot(int number)
    {
        var target = (System.Numerics.BigInteger)number << 96;
        var root = System.Numerics.BigInteger.Zero;
        for (var bit = 36; bit >= 0; bit--)
        {
            var next = root + (System.Numerics.BigInteger.One << bit);
            root = next * next * next <= target ? next : root;
        }

        return (uint)(root & uint.MaxValue);
    }
}

/// <summary>SM3 (GB/T 32905-2016).</summary>
internal sealed class Sm3Hasher() : BlockHasher(
    32, [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E])
{
    protected override void Compress(uint[] state, ReadOnlySpan<byte> block)
    {
        unchecked
        {
            Span<uint> words = stackalloc uint[68];
            for (var j = 0; j < 68; j++)
            {
                words[j] = j < 16
                    ? BinaryPrimitives.ReadUInt32BigEndian(block[(4 * j)..])
                    : Permute(words[j - 16] ^ words[j - 9] ^ Turn(words[j - 3], 15), 15, 23)
                        ^ Turn(words[j - 13], 7) ^ words[j - 6];
            }

            var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
            var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
            for (var j = 0; j < 64; j++)
            {
                var isEarly = j < 16;
                var one = Turn(Turn(a, 12) + e + Turn(isEarly ? 0x79CC4519u : 0x7A879D8Au, j), 7);
                var two = one ^ Turn(a, 12);
                var left = (isEarly ? a ^ b ^ c : (a & b) | (a & c) | (b & c)) + d + two + (words[j] ^ words[j + 4]);
                var right = (isEarly ? e ^ f ^ g : (e & f) | (~e & g)) + h + one + words[j];
                (d, c, b, a) = (c, Turn(b, 9), a, left);
                (h, g, f, e) = (g, Turn(f, 19), e, Permute(right, 9, 17));
            }

            uint[] mixed = [a, b, c, d, e, f, g, h];
            for (var index = 0; index < mixed.Length; index++)
            {
                state[index] ^= mixed[index];
            }
        }
    }

    private static uint Turn(uint value, int bits) => uint.RotateLeft(value, bits);

    private static uint Permute(uint value, int one, int two) => value ^ Turn(value, one) ^ Turn(value, two);
}
