using Microsoft.AspNetCore.Identity;

namespace ExchangeHub.Console.Persons;

/// <summary>The command <c>accounts</c> of the console's program: whoever may read the data folder runs the accounts.</summary>
internal sealed class AccountsCommand(IServiceProvider services)
{
    private readonly AccountStore _store = services.GetRequiredService<AccountStore>();
    private readonly Happenings _happenings = services.GetRequiredService<Happenings>();

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What follows <c>accounts</c>.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (words, options) = AccountWords.Read(arguments);
        var folder = options.GetValueOrDefault("--Console:DataFolder")
            ?? Environment.GetEnvironmentVariable("Console__DataFolder") ?? "";
        if (folder.Length == 0 || words.Length == 0)
        {
            await System.Console.Error.WriteLineAsync(AccountWords.Usage);
            return 2;
        }

        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddAccounts(folder)
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        return await new AccountsCommand(scope.ServiceProvider).RunAsync(words, options);
    }

    private async Task<int> RunAsync(string[] words, Dictionary<string, string> options) => words switch
    {
        ["add", var name] => await AddAsync(name, options),
        ["list"] => List(),
        ["trail"] => Trail(),
        ["disable", var name] => await ChangeAsync(name, DisableAsync),
        ["reset", var name] => await ChangeAsync(name, account => ResetAsync(account, options)),
        _ => Fail(AccountWords.Usage),
    };

    private async Task<int> AddAsync(string name, Dictionary<string, string> options)
    {
        var (division, certificate, authority) = (options.GetValueOrDefault("--division", ""),
            options.GetValueOrDefault("--certificate", ""), options.GetValueOrDefault("--authority", ""));
        var role = Roles.Find(options.GetValueOrDefault("--role"));
        if (AccountWords.Fault(name, role, division, certificate, authority) is { } fault)
        {
            return Fail(fault);
        }

        if (await Keeper.FindByNameAsync(name) is not null)
        {
            return Fail($"账号“{name}”已存在。\nThere is an account '{name}' already.");
        }

        var account = new Account
        {
            Id = Guid.CreateVersion7(services.GetRequiredService<TimeProvider>().GetUtcNow()).ToString("N"),
            Name = name, Role = role!.Value,
            Division = division, Certificate = certificate, Authority = authority,
        };
        var password = await PasswordAsync(options);
        if (!AccountParts.MayBePassword(password, name) || !(await Keeper.CreateAsync(account, password)).Succeeded)
        {
            return Fail(TooWeak);
        }

        _happenings.Note(name, $"added as {role!.Value.Code()}");
        await TellAsync(account, password, options);
        return 0;
    }

    private async Task<int> ResetAsync(Account account, Dictionary<string, string> options)
    {
        // Each step of Identity's is kept at once: what is wrong is to be found before the first.
        var password = await PasswordAsync(options);
        if (password.Length < AccountParts.PasswordLengthMin || !AccountParts.MayBePassword(password, account.Name))
        {
            return Fail(TooWeak);
        }

        account.IsDisabled = false;
        account.IsEnrolled = false;
        account.AuthenticatorKey = null;
        _ = await Keeper.RemovePasswordAsync(account);
        _ = await Keeper.AddPasswordAsync(account, password);
        services.GetRequiredService<Attempts>().Forget(account.Name);
        services.GetRequiredService<Sessions>().EndAll(account.Id);
        _store.ForgetPasskeys(account);
        _happenings.Note(account.Name, "password and authenticator were reset, and passkeys removed");
        await TellAsync(account, password, options);
        return 0;
    }

    private async Task<int> DisableAsync(Account account)
    {
        account.IsDisabled = true;
        _ = await Keeper.UpdateAsync(account);
        services.GetRequiredService<Sessions>().EndAll(account.Id);
        _happenings.Note(account.Name, "disabled");
        return 0;
    }

    private async Task<int> ChangeAsync(string name, Func<Account, Task<int>> change) =>
        await Keeper.FindByNameAsync(name) is { } account ? await change(account)
            : Fail($"没有账号“{name}”。\nThere is no account '{name}'.");

    private int List()
    {
        foreach (var one in _store.All())
        {
            System.Console.WriteLine(string.Join('\t', one.Name, one.Role.Code(), one.Division.Length == 0 ? "-" : one.Division,
                one.IsDisabled ? "disabled" : one.IsEnrolled ? "enrolled" : "to enrol"));
        }

        return 0;
    }

    private int Trail()
    {
        _happenings.Lines().ForEach(System.Console.WriteLine);
        return 0;
    }

    private UserManager<Account> Keeper => services.GetRequiredService<UserManager<Account>>();

    private static string TooWeak => $"口令应至少 {AccountParts.PasswordLengthMin} 个字符，且不含账号。\n"
        + $"A password has {AccountParts.PasswordLengthMin} characters at least and does not hold the account.";

    private static async Task<string> PasswordAsync(Dictionary<string, string> options) =>
        options.ContainsKey("--password-stdin") ? await System.Console.In.ReadLineAsync() ?? "" : Codes.Random(5);

    private async Task TellAsync(Account account, string password, Dictionary<string, string> options)
    {
        System.Console.WriteLine($"账号 Account: {account.Name} ({account.Role.Name().Chinese} {account.Role.Name().English}"
            + $"{(account.Division.Length > 0 ? $" {account.Division}" : "")})");
        if (!options.ContainsKey("--password-stdin"))
        {
            System.Console.WriteLine($"口令 Password: {password}");
        }

        if (options.ContainsKey("--enrol"))
        {
            _ = await Keeper.ResetAuthenticatorKeyAsync(account);
            _ = await Keeper.SetTwoFactorEnabledAsync(account, true);
            System.Console.WriteLine($"验证器密钥 Authenticator: {Totp.Grouped(account.AuthenticatorKey!)}");
            System.Console.WriteLine($"  {Totp.Address(account.Name, account.AuthenticatorKey!)}");
        }
    }

    private static int Fail(string text)
    {
        System.Console.Error.WriteLine(text);
        return 2;
    }
}
