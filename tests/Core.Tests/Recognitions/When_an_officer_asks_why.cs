using ExchangeHub.Agreements;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Tests.Zones;
using ExchangeHub.Vocabulary;
using static ExchangeHub.Records.LifeCycleFact;
using static ExchangeHub.Tests.Zones.Entities;

namespace ExchangeHub.Tests.Recognitions;

/// <summary>
/// The sentence goes into a file that a court may read. It must name the decision, who made it, who relies on it, since when
/// and on which provision; it must not let "not known" pass for "clean"; and it must not claim an effect that the law does not
/// give.
/// </summary>
public sealed class When_an_officer_asks_why
{
    private readonly Draft _fine =
        Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕17号", C2, "2026-03-16", 200_000).ServedOn("2026-03-18");

    private readonly Draft _permit = Draft.Permit(QingpuBureau, Qingpu, "91310118MAHUB00488001P", C4, "2024-06-01", "2029-05-31");

    private readonly Draft _package =
        Draft.Evidence(JiaxingBureau, Wujiang, "EP-320509-20260512-001", C1, "2026-05-12").HandedTo(Wujiang);

    private readonly Draft _entry = Draft.Blacklist(JiaxingBureau, Jiashan, "嘉环（善）失信〔2026〕1号", C3, "2026-01-15");
    private readonly Desk _qingpu = Desk.OfQingpu;
    private readonly Zone _zone = new();

    [Fact]
    public void A_recognition_names_the_decision_the_issuer_the_receiver_the_day_and_the_rules()
    {
        _zone.File(_qingpu.Publish(_fine, "2026-03-20"));

        AssertSays(
            Explain(Wujiang, _fine),
            "苏州市吴江区（320509）对上海市青浦区生态环境局（11310118MAHUBQP13X）作出的行政处罚决定（沪0118环罚〔2026〕17号）自2026年3月18日起予以认可；"
            + "适用规则集 agr:yrd-demo-2020/v3。",
            "Wujiang District, Suzhou (320509) has recognised the penalty decision 沪0118环罚〔2026〕17号 of 上海市青浦区生态环境局 "
            + "(11310118MAHUBQP13X) since 18 March 2026. Rule set applied: agr:yrd-demo-2020/v3.");
    }

    [Fact]
    public void A_termination_gives_its_ground_with_the_provision()
    {
        _zone.File(_qingpu.Publish(_fine, "2026-03-20"));
        var revoked = new RemedyDecided(Remedy.Reconsideration, RemedyOutcome.Revoked, IsFinal: true);
        _zone.File(_qingpu.Report(_fine, "2026-06-16", revoked));

        AssertSays(
            Explain(Jiashan, _fine, validOn: "2026-07-01"),
            "截至2026年7月1日，嘉兴市嘉善县（330421）对上海市青浦区生态环境局（11310118MAHUBQP13X）作出的行政处罚决定（沪0118环罚〔2026〕17号）"
            + "自2026年6月16日起终止认可，理由：行政复议撤销（含部分）（TRM-REVOKED-RECON，自2026年6月16日起，依据：示范区“三统一”行动方案、"
            + "《中华人民共和国行政复议法》第六十四条）；适用规则集 agr:yrd-demo-2020/v3。",
            "As of 1 July 2026, Jiashan County, Jiaxing (330421) has ended the recognition of the penalty decision "
            + "沪0118环罚〔2026〕17号 of 上海市青浦区生态环境局 (11310118MAHUBQP13X), with effect from 16 June 2026: Revoked on "
            + "reconsideration (TRM-REVOKED-RECON, since 16 June 2026; Action Programme of the Demonstration Zone on Unified "
            + "Standards, Monitoring and Enforcement; Administrative Reconsideration Law, "
            + "art. 64). Rule set applied: agr:yrd-demo-2020/v3.");
    }

    [Fact]
    public void Only_what_decides_stands_in_the_sentence_and_the_rest_is_listed_after_it()
    {
        _zone.File(_qingpu.Publish(_fine.Imposing("P03", "P08"), "2026-03-20"));
        _zone.File(_qingpu.Report(_fine, "2026-05-08", new StayOrdered()));

        var explained = Explain(Wujiang, _fine);
        Assert.Equal(
            ["SUS-STAY True", "FLG-MAJOR-CASE False"],
            explained.Grounds.Select(ground => $"{ground.Finding.Code} {ground.IsDecisive}"));
        Assert.Contains("中止认可，理由：已决定停止执行（SUS-STAY", explained.Summary.Chinese, StringComparison.Ordinal);
        Assert.Contains("《中华人民共和国行政复议法》第四十二条、《中华人民共和国行政诉讼法》第五十六条", explained.Summary.Chinese, StringComparison.Ordinal);
        Assert.DoesNotContain("FLG-MAJOR-CASE", explained.Summary.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_never_called_clean()
    {
        AssertSays(
            Explain(Wujiang, _fine, validOn: "2026-06-01"),
            "截至2026年6月1日，枢纽尚不知悉统一社会信用代码为11310118MAHUBQP13X的机关作出的行政处罚决定（沪0118环罚〔2026〕17号）；"
            + "尚不知悉不等于没有不利记录，不得据此认定当事人没有违法或者失信行为。",
            "As of 1 June 2026, the hub knows nothing of the penalty decision 沪0118环罚〔2026〕17号 of the organ 11310118MAHUBQP13X; "
            + "that is not the same as a clean record, and no conclusion in favour of the party may be drawn from it.");

        _zone.File(_qingpu.Report(_fine, "2026-06-16", new Withdrawn()));
        var held = Explain(Wujiang, _fine);
        Assert.Contains("仅收到其后续报送，先予留置：前序事件未到达（HOLD-ORDER，自2026年6月16日起）", held.Summary.Chinese, StringComparison.Ordinal);
        Assert.Contains("not the same as a clean record", held.Summary.English, StringComparison.Ordinal);
        Assert.Empty(held.Effects);

        _zone.File(_qingpu.Publish(_fine, "2026-06-17"));
        Assert.Contains("尚未作出", Explain(Wujiang, _fine, validOn: "2026-03-15").Summary.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void A_permit_that_was_granted_and_not_yet_valid_is_not_called_unmade()
    {
        _zone.File(_qingpu.Publish(_permit, "2024-05-21"));

        AssertSays(
            Explain(Wujiang, _permit, validOn: "2024-05-31"),
            "截至2024年5月31日，上海市青浦区生态环境局（11310118MAHUBQP13X）核发的行政许可（编号91310118MAHUB00488001P，第1版）当日尚未生效，"
            + "对其无可认定。",
            "As of 31 May 2024, the permit 91310118MAHUB00488001P (version 1) of 上海市青浦区生态环境局 (11310118MAHUBQP13X) had been made, "
            + "but was not in force yet on that day.");
    }

    [Fact]
    public void The_origin_is_told_what_happened_to_its_own_decision()
    {
        _zone.File(_qingpu.Publish(_fine, "2026-03-20"));
        Assert.Equal(
            "上海市青浦区生态环境局（11310118MAHUBQP13X）作出的行政处罚决定（沪0118环罚〔2026〕17号）系上海市青浦区（310118）自行作出，无须认可。",
            Explain(Qingpu, _fine).Summary.Chinese);

        _zone.File(_qingpu.Report(_fine, "2026-06-16", new Withdrawn()));
        Assert.EndsWith(
            "现有下列情形：原机关自行撤销或上级纠正（TRM-SELF-REVOKED，自2026年6月16日起，依据：《中华人民共和国行政处罚法》第七十五条第二款、"
            + "《中华人民共和国行政许可法》第六十九条）。",
            Explain(Qingpu, _fine).Summary.Chinese,
            StringComparison.Ordinal);
        Assert.Empty(Explain(Qingpu, _fine).Effects);
    }

    [Fact]
    public void Whoever_is_no_party_is_told_that_no_agreement_claims_it()
    {
        _zone.File(_qingpu.Publish(_fine, "2026-03-20"));

        var explained = Explain(Hangzhou, _fine);
        Assert.Contains("（330100）不属互认协议适用范围，理由：互认协议未生效、已终止或该地已退出", explained.Summary.Chinese, StringComparison.Ordinal);
        Assert.Contains("outside the agreement", explained.Summary.English, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_pending_says_what_is_lacking()
    {
        _zone.File(_qingpu.Publish(_fine.ServedOn(null), "2026-03-17"));
        Assert.Contains(
            "自2026年3月16日起暂不作出认可结论，待送达证明，理由：决定书尚未送达或无送达证明（REF-PROC-SERVICE",
            Explain(Wujiang, _fine).Summary.Chinese,
            StringComparison.Ordinal);

        _zone.File(Desk.OfJiashan.Publish(_package, "2026-05-12"));
        Assert.Equal(
            "苏州市吴江区（320509）对嘉兴市生态环境局（11330400MAHUBJX15F）报送的证据包（EP-320509-20260512-001）自2026年5月12日起暂不作出认可结论，"
            + "待接收机关审核证据；适用规则集 agr:yrd-demo-2020/v3。",
            Explain(Wujiang, _package).Summary.Chinese);
    }

    [Fact]
    public void A_decision_that_was_made_again_is_left_to_an_officer()
    {
        var remade = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕44号", C2, "2026-07-20", 150_000)
            .Linking(LinkRelation.Replaces, _fine);
        _zone.File(_qingpu.Publish(remade, "2026-07-21"));

        Assert.EndsWith(
            "该决定系重新作出，是否以同一事实和理由作出，须由工作人员核对（《中华人民共和国行政复议法》第六十四条、《中华人民共和国行政诉讼法》第七十一条）。",
            Explain(Wujiang, remade).Summary.Chinese,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "by an officer (Administrative Reconsideration Law, art. 64; Administrative Litigation Law, art. 71).",
            Explain(Wujiang, remade).Summary.English,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_has_its_own_effects()
    {
        _zone.File(_qingpu.Publish(_fine, "2026-03-20"));
        _zone.File(_qingpu.Publish(_permit, "2026-03-20"));
        _zone.File(Desk.OfJiashan.Publish(_package, "2026-05-12"));
        _zone.File(Desk.OfJiashan.Publish(_entry, "2026-01-16"));

        Assert.Equal(
            "MAY_BE_CITED COUNTS_AS_REPETITION BARS_SECOND_FINE COUNTS_FOR_CREDIT NO_COLLECTION", Effects(Wujiang, _fine));
        Assert.Equal("MAY_BE_CITED RESTRICTIONS_RESPECTED", Effects(Wujiang, _permit));
        Assert.Equal("MAY_BE_CITED_AFTER_REVIEW", Effects(Qingpu, _package));
        Assert.Equal("", Effects(Wujiang, _package)); // pending
        Assert.Equal("MAY_BE_CITED COUNTS_FOR_CREDIT JOINT_SANCTIONS RESTRICTIONS_RESPECTED", Effects(Wujiang, _entry));
    }

    [Fact]
    public void A_warning_bars_no_fine_and_a_serious_revocation_of_a_permit_does_more()
    {
        _zone.File(_qingpu.Publish(_fine.Imposing("P01").Fining(0), "2026-03-20"));
        Assert.Equal("MAY_BE_CITED COUNTS_AS_REPETITION COUNTS_FOR_CREDIT", Effects(Wujiang, _fine));

        var grave = Draft.Penalty(QingpuBureau, Qingpu, "沪0118环罚〔2026〕39号", C4, "2026-06-08", 600_000).Imposing("P03", "P08");
        grave = grave with { Details = (RecordDetails.Penalty)grave.Details with { IsSerious = true } };
        _zone.File(_qingpu.Publish(grave, "2026-06-08"));
        Assert.Equal(
            "MAY_BE_CITED COUNTS_AS_REPETITION BARS_SECOND_FINE COUNTS_FOR_CREDIT JOINT_SANCTIONS RESTRICTIONS_RESPECTED "
            + "NO_COLLECTION",
            Effects(Wujiang, grave));
    }

    [Fact]
    public void What_rests_or_has_ended_keeps_only_what_the_law_keeps()
    {
        _zone.File(_qingpu.Publish(_fine, "2026-03-20"));
        _zone.File(_qingpu.Report(_fine, "2026-05-08", new StayOrdered()));
        Assert.Equal("BARS_SECOND_FINE NO_COLLECTION", Effects(Wujiang, _fine));
        _zone.File(_qingpu.Report(_fine, "2026-06-08", new StayLifted()));
        _zone.File(_qingpu.Report(_fine, "2027-03-20", new PublicityExpired()));
        Assert.Equal("BARS_SECOND_FINE", Effects(Wujiang, _fine)); // the fine stands, its publicity does not
        _zone.File(_qingpu.Report(_fine, "2027-04-01", new Withdrawn()));
        Assert.Equal("", Effects(Wujiang, _fine));

        _zone.File(_qingpu.Publish(_permit, "2026-03-20"));
        _zone.File(_qingpu.Report(_permit, "2026-06-08", new PermitRevoked()));
        Assert.Equal("PERMIT_NOT_IN_FORCE", Effects(Wujiang, _permit));
        Assert.Equal("MAY_BE_CITED RESTRICTIONS_RESPECTED", Effects(Wujiang, _permit, validOn: "2026-06-07"));
    }

    [Fact]
    public void What_nothing_judges_is_said_too()
    {
        _zone.File(_qingpu.Publish(_fine, "2026-03-20"));
        var notJudged = Explain(Wujiang, _fine).NotJudged.Select(reason => reason.Code.ToString()).ToArray();

        Assert.Contains("REF-TIMEBAR", notJudged);
        Assert.DoesNotContain("TRM-REVOKED-RECON", notJudged);
    }

    [Fact]
    public void Every_sentence_of_every_record_is_complete()
    {
        var zone = new Zone();
        foreach (var statement in Cast.All)
        {
            _ = zone.TryFile(statement, statement.PublishedAt);
            foreach (var draft in Cast.Drafts)
            {
                foreach (var receiver in (Jurisdiction[])[Qingpu, Wujiang, Jiashan, Hangzhou])
                {
                    var (chinese, english) = Explanation.Of(
                        zone.Network, draft.Dossier, zone.State(draft.Dossier).Facts, receiver, null).Summary;
                    Assert.Matches(@"\A[^。]+。(该决定[^。]+。)?\z", chinese);
                    Assert.Matches(@"\A[A-Z].*\.\z", english);
                    Assert.DoesNotMatch("理由：；|，，|：。| {2}|: ;|0001", chinese + english);
                }
            }
        }
    }

    [Fact]
    public void Every_effect_is_worded_in_both_languages_and_named_once()
    {
        Assert.Equal(Effect.All.Length, Effect.All.Select(effect => effect.Code).Distinct().Count());
        Assert.All(Effect.All, effect => Assert.Matches(@"\A[A-Z_]+\z", effect.Code));
        Assert.All(Effect.All, effect => Assert.EndsWith("。", effect.Text.Chinese, StringComparison.Ordinal));
        Assert.All(Effect.All, effect => Assert.EndsWith(".", effect.Text.English, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("处罚法25；处罚办法2023 14、16",
        "《中华人民共和国行政处罚法》第二十五条、《生态环境行政处罚办法》第十四条、第十六条",
        "Administrative Penalty Law, art. 25; Measures for Ecological and Environmental Administrative Penalties, arts. 14, 16")]
    [InlineData("处罚法9(3)", "《中华人民共和国行政处罚法》第九条第三项", "Administrative Penalty Law, art. 9(3)")]
    [InlineData("处罚法75(2)", "《中华人民共和国行政处罚法》第七十五条第二款", "Administrative Penalty Law, art. 75(2)")]
    [InlineData("处罚法45、62-65", "《中华人民共和国行政处罚法》第四十五条、第六十二条至第六十五条", "Administrative Penalty Law, arts. 45, 62–65")]
    [InlineData("信用修复36号3", "《信用修复管理办法》第三条", "Measures for Credit Repair, art. 3")]
    [InlineData("信用修复36号", "《信用修复管理办法》", "Measures for Credit Repair")]
    [InlineData("评查细则2024重大问题2", "《生态环境行政执法案卷评查细则（2024年修订版）》重大问题第2项",
        "Rules for the Review of Enforcement Files (2024), major problem 2")]
    [InlineData("协议", "互认协议", "the agreement")]
    [InlineData("法典1062(2026-08-15起)", "法典1062(2026-08-15起)", "法典1062(2026-08-15起)")]
    [InlineData("复议法101、110、112", "《中华人民共和国行政复议法》第一百零一条、第一百一十条、第一百一十二条",
        "Administrative Reconsideration Law, arts. 101, 110, 112")]
    [InlineData("复议法10、12、1200", "《中华人民共和国行政复议法》第十条、第十二条、第一千二百条", "Administrative Reconsideration Law, arts. 10, 12, 1200")]
    [InlineData("", "", "")]
    public void Provisions_are_written_out(string cited, string chinese, string english)
    {
        Assert.Equal(new Wording(chinese, english), Citation.Of(cited));
    }

    private static void AssertSays(Explanation explained, string chinese, string english)
    {
        Assert.Equal(chinese, explained.Summary.Chinese);
        Assert.Equal(english, explained.Summary.English);
    }

    private Explanation Explain(Jurisdiction receiver, Draft record, string? validOn = null) => Explanation.Of(
        _zone.Network,
        record.Dossier,
        _zone.State(record.Dossier).Facts,
        receiver,
        validOn is null ? null : CivilDates.Parse(validOn));

    private string Effects(Jurisdiction receiver, Draft record, string? validOn = null) =>
        string.Join(' ', Explain(receiver, record, validOn).Effects.Select(effect => effect.Code));
}
