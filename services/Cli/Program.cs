using System.Text;
using ExchangeHub.Cli.Commands;
using ExchangeHub.Grpc.Wire;
using ExchangeHub.RuleFiles;
using ExchangeHub.Vocabulary;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

// What the node would say of a submission, without the node: it is written as a statement, and read as the hub reads it.
var writer = new StatementWriter("preview", NodeId.Parse("node:310118"));
var reader = new StatementReader();
var now = TimeProvider.System.GetUtcNow();
return await Root.RunAsync(
    args,
    Console.Out,
    Console.Error,
    submission => reader.Read(writer.Write(submission, Ulid.New(now, new byte[10]), new StatementPlace(1, null, now))).Violations,
    YamlText.Write);
