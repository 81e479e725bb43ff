using System.Globalization;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;

namespace ExchangeHub.Console.Language;

/// <summary>The language of the reader: Chinese, unless the reader has switched to English.</summary>
internal sealed class Tongue(IHttpContextAccessor http)
{
    /// <summary>Name of the cookie that keeps the choice.</summary>
    public const string Cookie = "language";

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public bool IsChinese => http.HttpContext?.Request.Cookies[Cookie] != "en";

    /// <summary>Gets the language tag of the page. It decides the shapes of the characters.</summary>
    public string Tag => IsChinese ? "zh-CN" : "en";

    public string Say(string chinese, string english) => IsChinese ? chinese : english;

    public string Say(Wording wording) => Say(wording.Chinese, wording.English);

    /// <summary>Joins names as the language does.</summary>
    public string Join(IEnumerable<string> parts) => string.Join(Say("、", ", "), parts);

    /// <summary>Writes an instant in China's time, to the minute.</summary>
    public static string At(Timestamp? at) => at is null ? "" : At(at.ToDateTimeOffset());

    /// <summary>Writes an instant in China's time, to the minute.</summary>
    public static string At(DateTimeOffset at) => at.ToOffset(China).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Reads what a browser sends for an instant, as one of China's time.</summary>
    /// <param name="text"><c>yyyy-MM-ddTHH:mm</c>, with or without seconds.</param>
    public static Timestamp? Instant(string? text) => DateTime.TryParseExact(
        text, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? Timestamp.FromDateTimeOffset(new DateTimeOffset(local, China)) : null;

    /// <summary>Writes an amount of money in yuan.</summary>
    public static string Yuan(long fen) => (fen / 100m).ToString("'¥' #,0.00", CultureInfo.InvariantCulture);

    /// <summary>Writes a size of a file.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024:0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024 / 1024:0.##} GiB"),
    };

    /// <summary>Writes how long something lasts, in the largest unit that tells something.</summary>
    public string Lasting(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => Say("不足 1 秒", "under 1 s"),
        { TotalSeconds: < 100 } => Say($"{(int)time.TotalSeconds} 秒", $"{(int)time.TotalSeconds} s"),
        { TotalMinutes: < 100 } => Say($"{(int)time.TotalMinutes} 分钟", $"{(int)time.TotalMinutes} min"),
        { TotalHours: < 48 } => Say($"{(int)time.TotalHours} 小时", $"{(int)time.TotalHours} h"),
        _ => Say($"{(int)time.TotalDays} 天", $"{(int)time.TotalDays} days"),
    };

    /// <summary>Writes a number with its thousands apart.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
