using ExchangeHub.BagIt;
using ExchangeHub.Cli.Output;
using ExchangeHub.Vocabulary;

namespace ExchangeHub.Cli.Commands;

/// <summary>Tells how far the work on a large package has come, ten times at most.</summary>
internal sealed class PackageProgress(Screen screen, Wording done) : IProgress<BagProgress>
{
    private const long BytesWorthTelling = 256L << 20;
    private long _tenths;

    public void Report(BagProgress value)
    {
        var tenths = value.BytesTotal < BytesWorthTelling ? 0 : value.BytesDone * 10 / value.BytesTotal;
        if (tenths > _tenths)
        {
            _tenths = tenths;
            screen.Progress(screen.Say(
                $"{done.Chinese} {tenths * 10}%，{value.FilesDone}/{value.FilesTotal} 个文件",
                $"{tenths * 10} % {done.English}, {value.FilesDone} of {value.FilesTotal} files"));
        }
    }
}
