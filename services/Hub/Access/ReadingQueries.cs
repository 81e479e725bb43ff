using System.Collections.Immutable;
using System.Globalization;
using ExchangeHub.Access;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Protos.Access.V1;
using ExchangeHub.Records;
using ExchangeHub.Vocabulary;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ExchangeHub.Hub.Access;

/// <summary>Questions about the trail of readings on the wire.</summary>
internal static class ReadingQueries
{
    private const int PageSizeDefault = 50;

    /// <summary>Reads a question.</summary>
    /// <param name="request">The request, whose fields are in order.</param>
    /// <param name="asker">Who asks; null on a hub without TLS.</param>
    /// <exception cref="RpcException">A text that is no name, or a question that is not the asker's to ask.</exception>
    public static TrailQuery From(ListReadingsRequest request, MemberId? asker)
    {
        var publisher = Read(request.Publisher, "publisher", (string text, out NodeId node, out Violation? fault) =>
            NodeId.TryParse(text, out node, out fault));
        var reader = Read(request.Reader, "reader", (string text, out MemberId member, out Violation? fault) =>
            MemberId.TryParse(text, out member, out fault));
        var dossier = Read(request.OfDossier, "of_dossier", (string text, out DossierId one, out Violation? fault) =>
        {
            fault = DossierId.TryParse(text, out one) ? null
                : Violation.Quoting(new Wording("案卷标识", "a dossier, as answers name it"), text);
            return fault is null;
        });
        var before = Read(request.PageToken, "page_token", (string text, out long position, out Violation? fault) =>
        {
            fault = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position) ? null
                : Violation.Quoting(new Wording("上一页返回的 next_page_token", "the next_page_token of the page before"), text);
            return fault is null;
        });

        if (asker is { Node: { } own } member && reader != member)
        {
            publisher ??= own;
            if (publisher != own)
            {
                throw AccessErrors.TrailNotYours(member.ToString()).ToException();
            }
        }

        return new TrailQuery(
            publisher, reader, dossier, request.AtPosition, before, request.PageSize == 0 ? PageSizeDefault : request.PageSize)
        {
            Purpose = Read(request.Purpose, "purpose", (string text, out Purpose purpose, out Violation? fault) =>
            {
                var known = Purposes.Find(text);
                (purpose, fault) = (known.GetValueOrDefault(), known is not null ? null
                    : Violation.Quoting(new Wording("查阅用途，例如 case 或 supervision", "a purpose, such as case or supervision"), text));
                return fault is null;
            }),
            FromOn = CivilDates.TryParse(request.FromOn, out var from) ? from : null,
            ToOn = CivilDates.TryParse(request.ToOn, out var to) ? to : null,
            OnlyRefused = request.OnlyRefused,
        };
    }

    /// <summary>Writes the answer.</summary>
    public static ListReadingsResponse Answer(ImmutableArray<TrailEntry> entries, int pageSize)
    {
        var answer = new ListReadingsResponse
        {
            NextPageToken = entries.Length == pageSize ? $"{entries[^1].Position}" : "",
        };
        foreach (var entry in entries)
        {
            var (member, claim, method, at) = entry.Happened.Reading;
            answer.Readings.Add(new RecordedReading
            {
                Position = entry.Position,
                At = Timestamp.FromDateTimeOffset(at),
                Reader = $"{member}",
                Purpose = claim.Purpose?.Code() ?? "",
                CaseNumber = claim.CaseNumber,
                Person = claim.Person,
                Method = method,
                Reason = (entry.Happened as ReadingEvent.Refused)?.Reason ?? 0,
                Count = entry.Count,
                Records = { (entry.Happened as ReadingEvent.Shown)?.Dossiers.Select(one => one.ToString()) ?? [] },
            });
        }

        return answer;
    }

    private static T? Read<T>(string text, string field, TryRead<T> read)
        where T : struct => text.Length == 0 ? null : read(text, out var value, out var fault)
            ? value
            : throw HubErrors.Invalid([new FieldViolation(
                field, new Wording(fault!.ToChinese(), fault.ToString()), new ReasonCode("REF-INT-SCHEMA"))]).ToException();

    private delegate bool TryRead<T>(string text, out T value, out Violation? fault);
}
