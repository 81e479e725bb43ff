using System.Collections.Immutable;
using ExchangeHub.EventLog;
using ExchangeHub.Guards;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Protos.Query.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Hub.Queries;

/// <summary>Gives the file of an enterprise, for whichever door the question came through.</summary>
/// <remarks>The index of subjects says which dossiers name it; the dossiers are read from the log in one go and folded, now as
/// for an instant of the past, so that there is one answer and not two.</remarks>
internal sealed class EnterpriseDesk(
    NodeWatch watch, ISubjectIndex index, IEventLog log, IEventCodec codec, CheckRequest check, TimeProvider clock)
{
    private const int PageSizeDefault = 100;

    public async Task<GetEnterpriseResponse> GetAsync(
        GetEnterpriseRequest request, bool isPublic, CancellationToken cancellation)
    {
        // 1. Read the request: every violation is reported, not only the first.
        var kinds = Read(request);
        var knownAt = request.KnownAt?.ToDateTimeOffset();
        DateOnly? validOn = CivilDates.TryParse(request.ValidOn, out var day) ? day : null;
        var size = request.PageSize == 0 ? PageSizeDefault : request.PageSize;

        // 2. Read the dossiers, all of each: what was known earlier is a part of it.
        var response = new GetEnterpriseResponse { AtPosition = await index.WaitForAsync(request.AtPosition, cancellation) };
        var found = await index.NamingAsync(
            request.Subject, kinds, validOn, RecordQueries.Cursor(request.PageToken), size + 1, cancellation);
        if (found.Length > size)
        {
            response.NextPageToken = RecordQueries.TokenAfter(found[size - 1]);
        }

        var network = watch.Network(knownAt);
        var shelf = new DossierShelf(log, codec, network, knownAt, isPublic);
        var filed = (await shelf.ReadAsync(found.Take(size).Select(one => one.Dossier), cancellation))
            .Where(dossier => dossier.Names(request.Subject)
                && !(FiledDossier.BodyOf(dossier.Current).Details.DecidedOn > validOn)).ToImmutableArray();
        var others = await shelf.ReadAsync(EnterpriseConflicts.Beyond(filed), cancellation);

        // 3. Put it together.
        var file = new EnterpriseFile(
            network, request.Subject, validOn, validOn ?? CivilDates.Of(knownAt ?? clock.GetUtcNow()),
            isNow: validOn is null && knownAt is null);
        file.Write(filed, response);
        response.Conflicts.Add(new EnterpriseConflicts(network, validOn).Among(filed, others));
        if (kinds.Contains(RecordKind.Penalty))
        {
            var subject = await ActsAsync(request.Subject, knownAt, validOn, cancellation);
            var shown = (await shelf.ReadAsync(subject.Acts.Select(act => act.Dossier), cancellation))
                .Select(dossier => dossier.Id).ToHashSet();
            (response.ViolationCount, var acts) = SubjectActs.Of(
                subject with { Acts = [.. subject.Acts.Where(act => shown.Contains(act.Dossier))] }, network);
            response.Acts.Add(acts);
        }

        return response;
    }

    private ImmutableArray<RecordKind> Read(GetEnterpriseRequest request)
    {
        var violations = check(request).ToList();
        var kinds = ImmutableArray.CreateBuilder<RecordKind>();
        foreach (var code in request.Kinds)
        {
            if (RecordKinds.TryParse(code, out var kind))
            {
                kinds.Add(kind);
            }
            else
            {
                violations.Add(RecordQueries.KindUnknown with { Field = "kinds" });
            }
        }

        if (request.PageToken.Length > 0 && RecordQueries.Cursor(request.PageToken) is null)
        {
            violations.Add(RecordQueries.TokenUnknown);
        }

        violations.ThrowIfAny();
        return kinds.Count == 0 ? [.. Enum.GetValues<RecordKind>()] : kinds.ToImmutable();
    }

    private async Task<SubjectState> ActsAsync(
        string creditCode, DateTimeOffset? knownAt, DateOnly? validOn, CancellationToken cancellation)
    {
        var subject = (await log.ReadStreamAsync(SubjectFile.Stream(creditCode), 0, cancellation))
            .Where(logged => !(logged.At > knownAt))
            .Select(codec.DecodeSubject).Aggregate(SubjectState.Empty, SubjectFile.Evolve);
        return new SubjectState(
            [.. subject.Acts.Where(act => !(act.DecidedOn > validOn))],
            subject.Fallen.Where(fallen => !(fallen.Value > validOn)).ToImmutableDictionary());
    }
}
