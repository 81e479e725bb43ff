using ExchangeHub.Agreements;
using ExchangeHub.EventLog;
using ExchangeHub.Hub.Errors;
using ExchangeHub.Hub.Publications;
using ExchangeHub.Hub.Queries;
using ExchangeHub.Hub.Wire;
using ExchangeHub.Protos.Recognition.V1;
using ExchangeHub.Recognitions;
using ExchangeHub.Vocabulary;
using Grpc.Core;
using Decision = ExchangeHub.Recognitions.Decision;

namespace ExchangeHub.Hub.Recognitions;

/// <summary>The recognition service on the wire. Reads the dossier; the core explains.</summary>
internal sealed class RecognitionGrpcService(
    NetworkInForce network,
    NodeWatch watch,
    DossierLookup lookup,
    IEventLog log,
    IEventCodec codec,
    CheckRequest check,
    Simulator simulator,
    CascadeTracer tracer)
        : RecognitionService.RecognitionServiceBase
{
    public override async Task<ExplainResponse> Explain(ExplainRequest request, ServerCallContext context)
    {
        // 1. Read the request: every violation is reported, not only the first.
        check(request).ThrowIfAny();
        _ = Jurisdiction.TryParse(request.Receiver, out var receiver);
        DateOnly? validOn = CivilDates.TryParse(request.ValidOn, out var day) ? day : null;
        var knownAt = request.KnownAt?.ToDateTimeOffset();

        // 2. Read the dossier, all of it: what was known earlier is a part of it.
        var dossier = await lookup.FindAsync(request.RecordId, request.Dossier, request.AtPosition, context.CancellationToken);
        var state = DossierState.Empty;
        var history = new List<HistoryEntry>();
        foreach (var logged in await log.ReadStreamAsync(dossier.Stream, 0, context.CancellationToken))
        {
            var happened = codec.DecodeDossier(logged);
            state = Dossier.Evolve(state, happened);
            if (happened is DossierEvent.Decided { Decision: var decision } && Concerns(decision, receiver, state))
            {
                history.Add(new HistoryEntry { Position = logged.Position, Decision = WireDecisions.From(dossier, decision) });
            }
        }

        if (state.Facts.Statements.IsEmpty)
        {
            throw HubErrors.RecordUnknown(dossier.ToString()).ToException();
        }

        // 3. Assess as of the times asked about, and put it into words.
        var facts = knownAt is { } known ? state.Facts.AsKnownAt(known) : state.Facts;
        var explained = Explanation.Of(watch.Network(knownAt), dossier, facts, receiver, validOn);
        var response = new ExplainResponse { Decision = WireDecisions.From(explained.Assessment) };
        response.Decision.Dossier = dossier.ToString();
        response.Decision.Receivers = new Protos.Recognition.V1.Receivers { Only = receiver.ToString() };
        response.Decision.RuleSet = explained.RuleSet;
        response.Decision.RecordVersion = explained.Current?.Version ?? 0;
        response.Decision.RecordId = explained.Current?.Statement.Record.ToString() ?? "";
        response.Decision.IsWithheld = explained.IsWithheld;
        response.Texts.Add(explained.Grounds.Select(ground => Text(ground.Reason)));
        response.Effects.Add(explained.Effects.Select(effect => effect.Code));
        (response.SummaryZh, response.SummaryEn) = (explained.Summary.Chinese, explained.Summary.English);
        response.NotJudged.Add(explained.NotJudged.Select(reason => reason.Code.ToString()));
        response.OpenRules.Add(explained.NotJudged.Where(reason => !reason.Missing.IsEmpty).Select(reason => new OpenRule
        {
            Code = reason.Code.ToString(), Missing = { reason.Missing },
        }));
        response.Rules.Add(explained.Rules.Select(WireExplanations.From));
        response.Otherwise = explained.Otherwise is { } otherwise ? WireExplanations.From(otherwise) : null;
        if (validOn is null && knownAt is null)
        {
            response.History.Add(!explained.IsWithheld ? history : history.Select(entry => new HistoryEntry
            {
                Position = entry.Position, Decision = WireDecisions.Withheld(entry.Decision, receiver),
            }));
        }

        return response;
    }

    public override Task Simulate(
        SimulateRequest request, IServerStreamWriter<SimulateResponse> responseStream, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        return simulator.RunAsync(
            request, response => responseStream.WriteAsync(response, context.CancellationToken), context.CancellationToken);
    }

    public override async Task TraceCascade(
        TraceCascadeRequest request, IServerStreamWriter<TraceCascadeResponse> responseStream, ServerCallContext context)
    {
        check(request).ThrowIfAny();
        var dossier = await lookup.FindAsync(request.RecordId, request.Dossier, request.AtPosition, context.CancellationToken);
        await foreach (var piece in tracer.TraceAsync(dossier, context.CancellationToken))
        {
            await responseStream.WriteAsync(piece, context.CancellationToken);
        }
    }

    private static GroundText Text(Reason reason) => new()
    {
        Code = reason.Code.ToString(),
        TitleZh = reason.Title.Chinese,
        TitleEn = reason.Title.English,
        LegalBasis = reason.LegalBasis,
        Nature = reason.IsMandatory ? "MANDATORY" : "OPTIONAL",
    };

    private bool Concerns(Decision decision, Jurisdiction receiver, DossierState state) => decision.For.Include(
        receiver, Assessor.RulesFor(network(), state.Facts));
}
