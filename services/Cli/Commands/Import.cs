using System.CommandLine;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub import FILE</c>: reads a table and publishes its rows.</summary>
internal static class Import
{
    public static Command Command() => new("import", "导入表格 / Import a table");
}
