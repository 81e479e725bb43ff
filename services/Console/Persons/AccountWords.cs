using ExchangeHub.Vocabulary;

namespace ExchangeHub.Console.Persons;

/// <summary>The words of the command for accounts: what it understands, and what it says of the rest.</summary>
internal static class AccountWords
{
    /// <summary>How the command is used.</summary>
    public const string Usage =
        """
        用法 Usage: ExchangeHub.Console accounts COMMAND --Console:DataFolder FOLDER

          add NAME --role ROLE        新建账号，口令由程序生成并只显示一次 makes an account; its password is shown this once
              [--division D --certificate N --authority NAME]   执法人员必填 needed for an officer
              [--enrol]               同时生成验证器密钥 also makes the secret of its authenticator
              [--password-stdin]      口令取自标准输入 takes the password from standard input
          list                        列出账号 lists the accounts
          disable NAME                停用 nobody signs in with it any more
          reset NAME [--enrol]        换口令，解除锁定，删除通行密钥，须重新绑定验证器
                                      new password, unlocked, passkeys removed, authenticator to be enrolled anew
          trail                       账号变动与登录记录 what happened to accounts

        """;

    private static readonly string[] Switches = ["--enrol", "--password-stdin"];

    /// <summary>Divides what was typed into words, and options with what follows them.</summary>
    public static (string[] Words, Dictionary<string, string> Options) Read(string[] arguments)
    {
        var (words, options) = (new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        for (var index = 0; index < arguments.Length; index++)
        {
            var word = arguments[index];
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(word);
            }
            else if (Switches.Contains(word))
            {
                options[word] = "";
            }
            else if (index + 1 < arguments.Length)
            {
                options[word] = arguments[++index];
            }
        }

        return ([.. words], options);
    }

    /// <summary>Says what is wrong with a new account; null when nothing is.</summary>
    public static string? Fault(string name, Role? role, string division, string certificate, string authority)
    {
        if (!Account.IsName(name))
        {
            return $"“{name}”不能用作账号：应为小写字母、数字、点和连字符，字母开头，至多 {Account.NameLengthMax} 个字符。\n"
                + $"'{name}' is no name for an account: lower-case letters, digits, point and dash, a letter first, "
                + $"{Account.NameLengthMax} at most.";
        }

        if (role is null)
        {
            return $"--role 应为 {Roles.Codes} 之一。\n--role: expected one of {Roles.Codes}.";
        }

        var isRight = role == Role.Officer
            ? Jurisdiction.TryParse(division, out _) && OfficerCertificate.TryParse(certificate, out _) && authority.Length > 0
            : (division + certificate + authority).Length == 0;
        return isRight ? null
            : "执法人员须给出 --division（六位区划）、--certificate（十一位执法证号）和 --authority（机关名称），其他身份不得给出。\n"
                + "An officer needs --division (six digits), --certificate (law-enforcement certificate, 11 digits) and "
                + "--authority (its name); other roles have none.";
    }
}
