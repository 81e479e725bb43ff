using System.CommandLine;
using ExchangeHub.Cli.Output;

namespace ExchangeHub.Cli.Commands;

/// <summary><c>xhub completion bash|zsh|fish|pwsh</c>: the script that completes commands and values in a shell.</summary>
/// <remarks>Each asks xhub itself what may come next, so that a script never grows old.</remarks>
internal static class Completion
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] =
            """
            # eval "$(xhub completion bash)"
            _xhub() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(xhub "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _xhub xhub
            """,
        ["zsh"] =
            """
            # eval "$(xhub completion zsh)"
            _xhub() {
              local -a found
              found=("${(@f)$(xhub "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              compadd -- $found
            }
            compdef _xhub xhub
            """,
        ["fish"] =
            """
            # xhub completion fish | source
            complete -c xhub -f -a '(set -l all (commandline -cp); xhub "[suggest:"(string length -- $all)"]" "$all" 2>/dev/null)'
            """,
        ["pwsh"] =
            """
            # xhub completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName xhub -ScriptBlock {
              param($word, $line, $at)
              xhub "[suggest:$at]" "$line" 2>$null | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    public static Command Command()
    {
        var shell = new Argument<string>("shell") { Description = "bash、zsh、fish 或 pwsh / bash, zsh, fish or pwsh" };
        _ = shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "命令补全脚本 / The script that completes commands in a shell") { shell };
        command.SetAction(parsed =>
        {
            Screen.Current.Value!.Line(Scripts[parsed.GetRequiredValue(shell)]);
            return ExitCode.Ok;
        });
        return command;
    }
}
