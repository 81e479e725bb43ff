using ExchangeHub.Protos.Record.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Statement = ExchangeHub.Records.Statement;
using WireStatement = ExchangeHub.Protos.Record.V1.Statement;

namespace ExchangeHub.Grpc.Wire;

/// <summary>Takes from an act in a joint case what its rules ask for.</summary>
internal static class CaseTranslation
{
    private static readonly Wording NumberShape =
        new("由文字、数字、连字符和括号组成的案号，例如 示联〔2026〕1号", "a number of letters, digits, hyphens and brackets, such as 示联〔2026〕1号");

    /// <summary>Gets the name under which an act is filed.</summary>
    /// <param name="act">The act; its fields need not be right.</param>
    /// <returns><c>case/&lt;number&gt;</c>, or <c>team</c>.</returns>
    public static string FiledUnder(CaseAct act) => act.Number.Length == 0 ? "team" : $"case/{act.Number}";

    /// <summary>Translates a statement whose fields are right one by one.</summary>
    /// <param name="statement">A statement that holds an act.</param>
    /// <param name="walk">Takes what is wrong between the fields.</param>
    /// <returns>The same for the core; of no use when something was wrong.</returns>
    public static Statement Of(WireStatement statement, Walk walk)
    {
        var act = statement.CaseAct;
        if (statement.Dossier != FiledUnder(act))
        {
            walk.Report("dossier", Violation.Quoting(
                new Wording($"由案号得出的 {FiledUnder(act)}", $"{FiledUnder(act)}, which follows from the number"),
                statement.Dossier));
        }

        CheckNumber(act, walk);
        _ = Instants.TryRead(statement.PublishedAt, out var publishedAt);
        return new Statement(
            NodeId.Parse(statement.Node),
            statement.Sequence,
            default,
            default,
            new Issuer("", ""),
            publishedAt,
            RecordContent.DigestOf(act),
            new StatementBody.CaseAct(act.Number, OfficerCertificate.Parse(act.Officer), DeedOf(act, walk)));
    }

    private static void CheckNumber(CaseAct act, Walk walk)
    {
        var isOfTeam = act.DeedCase is CaseAct.DeedOneofCase.AssignMember or CaseAct.DeedOneofCase.TakeLead
            or CaseAct.DeedOneofCase.GiveBackLead;
        if (isOfTeam && act.Number.Length > 0)
        {
            walk.Report("case_act.number", Violation.Quoting(
                new Wording("空值，因为该事项属于联合执法队", "nothing, because the act concerns the team"), act.Number));
        }
        else if (!isOfTeam && (act.Number.Length == 0 || !act.Number.All(IsOfNumber)))
        {
            walk.Report("case_act.number", Violation.Quoting(NumberShape, act.Number));
        }
    }

    private static bool IsOfNumber(char letter) =>
        char.IsLetterOrDigit(letter) || "-〔〕()（）[]".Contains(letter, StringComparison.Ordinal);

    private static CaseDeed DeedOf(CaseAct act, Walk walk) => act.DeedCase switch
    {
        CaseAct.DeedOneofCase.AssignMember => new CaseDeed.AssignMember(
            OfficerCertificate.Parse(act.AssignMember.Certificate),
            CivilDates.Parse(act.AssignMember.FromOn),
            RecordTranslation.DateOf(act.AssignMember.UntilOn)),
        CaseAct.DeedOneofCase.TakeLead => new CaseDeed.TakeLead(
            OfficerCertificate.Parse(act.TakeLead.Certificate),
            CivilDates.Parse(act.TakeLead.FromOn),
            CivilDates.Parse(act.TakeLead.UntilOn)),
        CaseAct.DeedOneofCase.GiveBackLead => new CaseDeed.GiveBackLead(CivilDates.Parse(act.GiveBackLead.FromOn)),
        CaseAct.DeedOneofCase.Open => new CaseDeed.Open(
            act.Open.Title, [.. act.Open.Members.Select(Jurisdiction.Parse)], [.. act.Open.Subjects], act.Open.Ground),
        CaseAct.DeedOneofCase.AssignTask => new CaseDeed.AssignTask(
            act.AssignTask.Task, act.AssignTask.Title, Jurisdiction.Parse(act.AssignTask.Owner),
            CivilDates.Parse(act.AssignTask.DueOn)),
        CaseAct.DeedOneofCase.CompleteTask => Done(act.CompleteTask, walk),
        CaseAct.DeedOneofCase.Inspect => new CaseDeed.Inspect(
            Jurisdiction.Parse(act.Inspect.Place),
            act.Inspect.Site,
            CivilDates.Parse(act.Inspect.On),
            OfficerCertificate.Parse(act.Inspect.Leader),
            [.. act.Inspect.Officers.Select(OfficerCertificate.Parse)],
            act.Inspect.ExceptionGround),
        CaseAct.DeedOneofCase.Cite => new CaseDeed.Cite(
            RecordOf("cite", act.Cite.Record, walk) ?? default, act.Cite.Use),
        CaseAct.DeedOneofCase.LinkHandOver => new CaseDeed.LinkHandOver(
            RecordOf("link_hand_over", act.LinkHandOver.Record, walk) ?? default),
        CaseAct.DeedOneofCase.PublishResult => new CaseDeed.PublishResult(
            (CaseOutcome)act.PublishResult.Outcome,
            RecordOf("publish_result", act.PublishResult.Record, walk),
            act.PublishResult.Summary),
        CaseAct.DeedOneofCase.Close => new CaseDeed.Close(),
        CaseAct.DeedOneofCase.Reopen => new CaseDeed.Reopen(act.Reopen.Ground),
        CaseAct.DeedOneofCase.Join => new CaseDeed.Join(Jurisdiction.Parse(act.Join.Party), act.Join.Ground),
        CaseAct.DeedOneofCase.Leave => new CaseDeed.Leave(act.Leave.Ground),
        _ => throw new InvalidDataException("An act without a deed passed the rules of its fields."),
    };

    private static CaseDeed.CompleteTask Done(CompleteTask done, Walk walk)
    {
        if (done.Note.Length == 0 && done.Record.Length == 0)
        {
            walk.Report("case_act.complete_task.note", Violation.Quoting(
                new Wording("办理情况，或者在 record 中给出形成的记录", "what came of it, here or as a record"), null));
        }

        return new CaseDeed.CompleteTask(done.Task, done.Note, RecordOf("complete_task", done.Record, walk));
    }

    private static DossierId? RecordOf(string deed, string text, Walk walk)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (!DossierId.TryParse(text, out var dossier))
        {
            walk.Report($"case_act.{deed}.record", Violation.Quoting(Dossiers.Shape, text));
        }

        return dossier;
    }
}
