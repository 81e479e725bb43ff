using System.Text;
using ExchangeHub.Cli.Commands;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await Root.RunAsync(args, Console.Out, Console.Error);
