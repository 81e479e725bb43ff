namespace ExchangeHub.Vocabulary;

/// <summary>What kind of body a unified social credit code was given to.</summary>
public enum EntityClass
{
    /// <summary>A kind that the hub has no use for, such as a law firm or a trade union.</summary>
    Other = 0,

    /// <summary>A government organ, 机关: first characters 11. Issuers of decisions are these.</summary>
    Organ = 1,

    /// <summary>A public institution, 事业单位: 12, such as a monitoring station.</summary>
    PublicInstitution = 2,

    /// <summary>An enterprise, 企业: 91.</summary>
    Enterprise = 3,

    /// <summary>An individual business, 个体工商户: 92; a natural person stands behind it.</summary>
    IndividualBusiness = 4,

    /// <summary>A farmers' co-operative, 农民专业合作社: 93.</summary>
    FarmersCooperative = 5,

    /// <summary>A body under civil affairs, 社会组织: 51 association, 52 private non-enterprise unit, 53 foundation.</summary>
    SocialOrganisation = 6,

    /// <summary>A rural collective, 农村集体经济组织: N1 group, N2 village, N3 town.</summary>
    RuralCollective = 7,
}
