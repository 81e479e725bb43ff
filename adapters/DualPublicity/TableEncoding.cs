namespace ExchangeHub.DualPublicity;

/// <summary>How the characters of a table are written as bytes.</summary>
public enum TableEncoding
{
    /// <summary>To be found out: a byte order mark decides, then whether every byte sequence is UTF-8, else GB18030.</summary>
    Detect = 0,

    /// <summary>UTF-8, with or without a byte order mark.</summary>
    Utf8 = 1,

    /// <summary>GB 18030-2005, which includes GBK and GB 2312: what spreadsheet programs of a Chinese Windows write.</summary>
    Gb18030 = 2,
}
