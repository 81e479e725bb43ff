using System.Collections.Immutable;
using System.Text;
using System.Threading.Channels;
using ExchangeHub.Access;
using ExchangeHub.EventLog;
using ExchangeHub.Grpc;
using ExchangeHub.Protos.Delivery.V1;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf;
using Grpc.Core;

namespace ExchangeHub.Hub.Access;

/// <summary>Sees to it that records are read for a purpose, that what was shown to whom is in the log before it is shown, and
/// that nobody carries everything away.</summary>
internal sealed class Readings(
    IEventLog log, IReadingCodec codec, ReadingQuota quota, TimeProvider clock) : BackgroundService
{
    // A member that is refused as fast as it can ask must not fill the memory; the log lines of the rest remain.
    private readonly Channel<ReadingEvent> _refused = Channel.CreateBounded<ReadingEvent>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says what a caller may be shown by a call.</summary>
    /// <returns>The terms; or why there are none.</returns>
    public static (Admitted? Admitted, Rejection? Rejection) Admit(ServerCallContext context, Admission admission)
    {
        var claim = ClaimOf(context);
        var (terms, rejection) = ReadingRules.Admit(admission.Caller.Member.Kind, claim);
        return (terms is null ? null : new Admitted(admission.Caller.Member, claim, terms), rejection);
    }

    /// <summary>Looks for a question that goes too far.</summary>
    /// <returns>Why it is refused; null when it may be answered.</returns>
    public Rejection? Fault(Admitted reader, IMessage? request) =>
        quota.Fault(reader) ?? (request switch
        {
            FindRecordsRequest search => NotGranted(reader, search.Kind.Length > 0 ? [search.Kind] : []) ?? ReadingRules.TooBroad(
                search.Subject.Length + search.SubjectName.Length + search.DocumentNumber.Length > 0,
                CivilDates.TryParse(search.DecidedFrom, out var from) ? from : null,
                CivilDates.TryParse(search.DecidedTo, out var to) ? to : null),
            SubscribeRequest { Filter: { Kinds.Count: > 0 } filter } => NotGranted(reader, filter.Kinds),
            SubscribeRequest => NotGranted(reader, Enum.GetValues<RecordKind>().Select(kind => kind.Code())),
            GetStateRequest state => NotGranted(reader, [state.Kind]), // that there is nothing is an answer, too
            GetEnterpriseRequest file => NotGranted(
                reader, file.Kinds.Count > 0 ? file.Kinds : Enum.GetValues<RecordKind>().Select(kind => kind.Code())),
            _ => null,
        });

    /// <summary>Writes down what is about to be shown; it is durable when the task completes.</summary>
    /// <returns>Why it must not be shown after all; null when it may.</returns>
    /// <exception cref="LogUnavailableException">Nothing can be written down now, and so nothing shown.</exception>
    public async Task<Rejection?> ShowAsync(Admitted reader, string method, IMessage? answer, CancellationToken cancellation)
    {
        var dossiers = answer is null ? [] : Dossiers.In(answer);
        if (NotGranted(reader, dossiers.Select(dossier => dossier.Kind.Code())) is { } refused)
        {
            return refused;
        }

        quota.Use(reader, dossiers.Length);
        await AppendAsync(new ReadingEvent.Shown(Describe(reader.Member, reader.Claim, method), dossiers), cancellation);
        return null;
    }

    /// <summary>Writes down that somebody was refused, soon.</summary>
    public void Refused(ServerCallContext context, MemberId member, int reason) => _refused.Writer.TryWrite(
        new ReadingEvent.Refused(Describe(member, ClaimOf(context), context.Method), reason));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var refused in _refused.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await AppendAsync(refused, stoppingToken);
            }
            catch (LogUnavailableException)
            {
                // The line in the log of the process says it; the store is away and has alarms of its own.
            }
        }
    }

    private static ReadingClaim ClaimOf(ServerCallContext context) => new(
        Purposes.Find(context.RequestHeaders.GetValue(StatedPurpose.PurposeHeader)),
        context.RequestHeaders.GetValueBytes(StatedPurpose.CaseHeader) is { } number ? Encoding.UTF8.GetString(number) : "",
        context.RequestHeaders.GetValue(StatedPurpose.PersonHeader) ?? "");

    // What is no plain text stays out of the trail as well.
    private Reading Describe(MemberId member, ReadingClaim claim, string method) => new(
        member,
        ReadingRules.IsPlain(claim) ? claim : claim with { CaseNumber = "", Person = "" },
        method[(method.LastIndexOf('.') + 1)..],
        AppendRules.ToStored(clock.GetUtcNow()));

    private async Task AppendAsync(ReadingEvent happened, CancellationToken cancellation)
    {
        var at = happened.Reading.At;
        _ = await log.AppendAsync(
            new AppendRequest([new StreamAppend(happened.Stream, null, [codec.Encode(Guid.CreateVersion7(at), happened)])], at),
            cancellation);
    }

    private static Rejection? NotGranted(Admitted reader, IEnumerable<string> kinds)
    {
        var granted = reader.Terms.Kinds.Select(kind => kind.Code()).ToArray();
        var beyond = kinds.FirstOrDefault(kind => !granted.Contains(kind));
        return beyond is null ? null : new Rejection(RejectionCode.KindNotGranted, new Wording(
            $"以“{reader.Claim.Purpose!.Value.Code()}”为用途不得查阅 {beyond} 类记录；可查：{string.Join(", ", granted)}。请限定 kind。",
            $"Records of kind {beyond} are not read for '{reader.Claim.Purpose!.Value.Code()}'; it is granted "
                + $"{string.Join(", ", granted)}. Ask for one of those kinds."));
    }
}

/// <summary>A reader, for what it reads, and what it may be shown.</summary>
internal sealed record Admitted(MemberId Member, ReadingClaim Claim, ReadingTerms Terms)
{
    public (MemberId, Purpose) Key => (Member, Claim.Purpose!.Value);
}
