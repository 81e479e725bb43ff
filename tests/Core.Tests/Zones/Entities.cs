using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Tests.Zones;

/// <summary>Who appears in the tests: districts, organs and firms that do not exist
/// (tests/vectors/synthetic-entities.json).</summary>
internal static class Entities
{
    public static readonly Jurisdiction Qingpu = Jurisdiction.Parse("310118");
    public static readonly Jurisdiction Wujiang = Jurisdiction.Parse("320509");
    public static readonly Jurisdiction Jiashan = Jurisdiction.Parse("330421");
    public static readonly Jurisdiction Hangzhou = Jurisdiction.Parse("330100"); // no party

    public static readonly Issuer QingpuBureau = new("11310118MAHUBQP13X", "上海市青浦区生态环境局");
    public static readonly Issuer SuzhouBureau = new("11320500MAHUBWJ11X", "苏州市生态环境局");
    public static readonly Issuer JiaxingBureau = new("11330400MAHUBJX15F", "嘉兴市生态环境局");
    public static readonly Issuer Committee = new("11310118MAHUBEC18N", "示范区执委会生态规建处(测试)");

    public const string C1 = "91320509MAHUB0013D";
    public const string C2 = "91310118MAHUB0021G";
    public const string C3 = "91330421MAHUB003XA";
    public const string C4 = "91310118MAHUB00488";
    public const string C5 = "91330421MAHUB00565";
    public const string C6 = "91320509MAHUB0064M";
    public const string C9 = "91330421MAHUB0099J";
    public const string C10 = "91310118MAHUB01014";
}
